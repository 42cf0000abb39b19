/* Add a row to a list of a form without asking the server. Without this script the button of the form does the same. */
"use strict";

const PLACE = /^(\w+)\.(\d+)\./;

function renumbered(row) {
  for (const part of row.querySelectorAll("[name], [for]")) {
    for (const kind of ["name", "id", "for"]) {
      const said = part.getAttribute(kind);
      if (said) part.setAttribute(kind, said.replace(PLACE, (_, list, at) => `${list}.${Number(at) + 1}.`));
    }
  }
}

function emptied(row) {
  for (const field of row.querySelectorAll("input, textarea")) {
    field.removeAttribute("autofocus");
    field.removeAttribute("aria-invalid");
    field.removeAttribute("aria-describedby");
    if (field.type === "checkbox") field.checked = field.defaultChecked = true;
    else field.value = field.defaultValue = "";
  }
  for (const wrong of row.querySelectorAll(".alarm")) wrong.remove();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-more]");
  const last = button && [...button.closest("fieldset").querySelectorAll(".segment")].at(-1);
  if (!last) return;
  event.preventDefault();
  const row = last.cloneNode(true);
  renumbered(row);
  emptied(row);
  last.after(row);
  row.querySelector("input").focus();
  if (row.querySelector("[name]").name.split(".")[1] >= Number(button.dataset.more) - 1) button.hidden = true;
});
