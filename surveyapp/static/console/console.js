/* Keep the progress of running reports true without reloading the page; the page itself refreshes without this script. */
"use strict";

const EVERY = 2000;

/* Return whether there is more to look at: a page that is on its way is not asked for again. */
async function look(report) {
  const answer = await fetch(report.dataset.progress, { credentials: "same-origin", redirect: "error" });
  if (!answer.ok) {
    throw new Error(String(answer.status));
  }
  const state = await answer.json();
  if (!state.working) {
    location.reload();
    return false;
  }
  report.querySelector("progress").value = state.progress;
  const step = report.querySelector(".step");
  if (step.textContent !== state.step) {
    step.textContent = state.step;
  }
  return true;
}

async function follow(report) {
  try {
    if (!(await look(report))) return;
  } catch {
    report.querySelector("progress").removeAttribute("value");
  }
  setTimeout(follow, EVERY, report);
}

for (const report of document.querySelectorAll("[data-progress]")) {
  setTimeout(follow, EVERY, report);
}
