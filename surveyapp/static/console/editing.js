/* Say while somebody writes a condition what is wrong with it, and move rows without asking the server.
   Without this script the buttons of the form do the same. */
"use strict";

const WAIT = 400;
const editor = document.getElementById("editor");
const token = editor?.querySelector("[name=csrf_token]")?.value;

const tell = (field, { right, said }) => {
  const live = document.getElementById(`${field.id}-live`);
  live.textContent = said;
  live.classList.toggle("why", !right);
  if (right) field.removeAttribute("aria-invalid");
  else field.setAttribute("aria-invalid", "true");
};

async function look(field) {
  const body = new URLSearchParams({ csrf_token: token, text: field.value, place: field.dataset.condition });
  const answer = await fetch(editor.dataset.check, { method: "POST", body, credentials: "same-origin", redirect: "error" });
  if (!answer.ok) return;
  const said = await answer.json();
  if (said.text === field.value.trim()) tell(field, said);
}

if (editor?.dataset.check) {
  const waiting = new WeakMap();
  editor.addEventListener("input", ({ target }) => {
    if (!target.dataset.condition) return;
    clearTimeout(waiting.get(target));
    waiting.set(target, setTimeout(() => look(target).catch(() => {}), WAIT));
  });
  editor.addEventListener("click", (event) => {
    const button = event.target.closest("[data-row]");
    if (!button) return;
    event.preventDefault();
    const row = button.closest(".row");
    const other = button.dataset.row === "up" ? row.previousElementSibling : row.nextElementSibling;
    if (!other) return;
    if (button.dataset.row === "up") other.before(row);
    else other.after(row);
    button.focus();
  });
}
