/* Show and hide at once what the answers on this page decide. The server decides again when the page is sent. */
"use strict";
(() => {
  const form = document.querySelector("form[data-known]");
  if (!form) return;
  const { values: known, reads } = JSON.parse(form.dataset.known);
  for (let closed; (closed = form.querySelector("template")); ) {
    closed.innerHTML = closed.dataset.html;
    closed.replaceWith(closed.content);
  }
  const opened = document.createElement("input");
  opened.type = "hidden";
  opened.name = "opened";
  form.append(opened);

  const given = (name) =>
    [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)]
      .filter((control) => !control.disabled && (/radio|checkbox/.test(control.type) ? control.checked : control.value.trim()))
      .map((control) => control.value.trim().normalize("NFC"));
  const numberOf = (typed) => (/^[+-]?\d+([.,]\d{1,2})?$/.test(typed) ? Number(typed.replace(",", ".")) : null);
  const read = (name, kind) => {
    const question = form.querySelector(`[data-question="${CSS.escape(name)}"]`);
    if (!question || question.hidden) return [null, null];
    const typed = kind === "text" || kind === "number";
    const all = given(name);
    const real = typed ? all : all.filter((code) => !code.startsWith("."));
    const missing = typed ? given(`${name}__missing`)[0] : all.find((code) => code.startsWith("."));
    if (!real.length) return [null, missing ? missing.slice(1) : "unanswered"];
    return [kind === "several" ? real : kind === "number" ? numberOf(real[0]) : real[0], null];
  };
  const look = () => {
    const values = { ...known };
    for (const [name, kind] of Object.entries(reads)) [values[name], values[`${name}\x1fmissing`]] = read(name, kind);
    return values;
  };
  const show = (part, on) => {
    part.hidden = !on;
    if (part.matches("fieldset, section")) return;
    if (!on && part.selected) part.closest("select").value = "";
    for (const control of part.matches("option") ? [part] : part.querySelectorAll("input, select, textarea")) control.disabled = !on;
  };
  const decide = () => {
    let values = look();
    for (const part of form.querySelectorAll("[data-when]")) {
      const on = conditionTruth(JSON.parse(part.dataset.when), values) === true;
      const stays = part.hidden !== on;
      show(part, on);
      if (!stays) values = look();
    }
    const shown = form.querySelectorAll("fieldset[data-when]:not([hidden]), section[data-when]:not([hidden])");
    opened.value = [...shown].map((one) => one.dataset.question ?? one.dataset.note).join(" ");
  };
  form.addEventListener("input", decide);
  form.addEventListener("change", decide);
  decide();
})();
