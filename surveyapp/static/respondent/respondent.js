/* Comfort only: every page works without this file. */
"use strict";
(() => {
  const each = (selector, act) => document.querySelectorAll(selector).forEach(act);
  const fold = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[đĐ]/g, "d").toLowerCase();

  const focusErrors = () => document.querySelector("[data-focus]")?.focus();

  /* Leave without a trace behind the Back button. */
  const quickExit = () =>
    each("[data-exit]", (link) =>
      link.addEventListener("click", (event) => {
        event.preventDefault();
        location.replace(link.href);
      }),
    );

  /* Show "please say" only beside the choice that opens it; what was typed stays. */
  const revealOther = () =>
    each("[data-opened-by]", (box) => {
      const opener = document.getElementById(box.dataset.openedBy);
      if (!opener) return;
      const field = box.querySelector("input");
      const settle = () => (box.hidden = !opener.checked && !field.value);
      opener.form.addEventListener("change", settle);
      settle();
    });

  /* Exclusive choices clear the others, and the others them; the count of choices left is said aloud. */
  const countChoices = (fieldset) => {
    const boxes = [...fieldset.querySelectorAll("input[type=checkbox]")];
    const alone = new Set((fieldset.dataset.exclusive || "").split(" ").filter(Boolean).map(decodeURIComponent));
    const most = Number(fieldset.dataset.max) || 0;
    const words = most && fieldset.dataset.count;
    const count = document.createElement("p");
    count.className = "note count";
    count.setAttribute("role", "status");
    if (words) boxes[0].closest("ul").before(count);
    const number = new Intl.NumberFormat(document.documentElement.lang);
    const settle = () => {
      const n = boxes.filter((box) => box.checked).length;
      count.textContent = words && n ? words.replace("{n}", number.format(n)).replace("{most}", number.format(most)) : "";
    };
    fieldset.addEventListener("change", ({ target }) => {
      if (target.type === "checkbox" && target.checked && boxes.length > 1)
        for (const box of boxes)
          if (box !== target && (alone.has(target.value) || alone.has(box.value))) box.checked = false;
      settle();
    });
    settle();
  };

  /* A text typed unticks the refusal below it. */
  const answerOverRefusal = (fieldset) => {
    const field = fieldset.querySelector("input.field, textarea.field");
    const refusals = fieldset.querySelectorAll("input[type=checkbox][name$=__missing]");
    field?.addEventListener("input", () => refusals.forEach((box) => (box.checked = false)));
  };

  /* Best and worst cannot be the same thing; two places cannot hold the same choice. */
  const keepDistinct = (fieldset) =>
    fieldset.addEventListener("change", ({ target }) => {
      if (target.type !== "radio") return;
      const twin = [...fieldset.querySelectorAll("input[type=radio]:checked")].find(
        (radio) => radio !== target && radio.value === target.value,
      );
      if (twin) twin.checked = false;
    });

  /* A search box over a long select. The select stays the control that is posted. */
  const typeAhead = (select) => {
    const { typeAhead: hint, none } = select.dataset;
    const entries = [...select.options]
      .filter((entry) => entry.value)
      .map((entry) => ({ value: entry.value, label: entry.text, keys: fold(`${entry.text} ${entry.dataset.also || ""} ${entry.value}`) }));
    const box = document.createElement("div");
    const input = document.createElement("input");
    const list = document.createElement("ul");
    const nothing = document.createElement("p");
    box.className = "seek";
    nothing.className = "note";
    nothing.setAttribute("role", "status");
    list.id = `${select.id}-list`;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-labelledby", select.getAttribute("aria-labelledby"));
    list.hidden = true;
    Object.assign(input, { type: "text", className: "field", placeholder: hint, autocomplete: "off", id: `${select.id}-seek` });
    for (const [name, value] of Object.entries({
      role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id,
      "aria-labelledby": select.getAttribute("aria-labelledby"), dir: "auto",
    })) input.setAttribute(name, value);
    let found = [];
    let at = -1;

    const close = () => {
      list.hidden = true;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
      at = -1;
    };
    const choose = (entry) => {
      select.value = entry.value;
      input.value = entry.label;
      close();
    };
    const mark = (next) => {
      at = (next + found.length) % found.length;
      [...list.children].forEach((item, index) => {
        item.setAttribute("aria-selected", String(index === at));
        if (index === at) {
          input.setAttribute("aria-activedescendant", item.id);
          item.scrollIntoView({ block: "nearest" });
        }
      });
    };
    const search = () => {
      const words = fold(input.value).split(/\s+/).filter(Boolean);
      found = words.length ? entries.filter((entry) => words.every((word) => entry.keys.includes(word))) : entries;
      const first = words[0] || "";
      found.sort((a, b) => fold(b.label).startsWith(first) - fold(a.label).startsWith(first));
      found = found.slice(0, 60);
      list.replaceChildren(
        ...found.map((entry, index) => {
          const item = document.createElement("li");
          item.id = `${list.id}-${index}`;
          item.setAttribute("role", "option");
          item.setAttribute("aria-selected", "false");
          item.textContent = entry.label;
          item.addEventListener("mousedown", (event) => event.preventDefault());
          item.addEventListener("click", () => choose(entry));
          return item;
        }),
      );
      list.hidden = !found.length;
      input.setAttribute("aria-expanded", String(!list.hidden));
      nothing.textContent = found.length ? "" : none;
      at = -1;
    };
    input.addEventListener("input", (event) => {
      if (event.isComposing) return;
      select.value = "";
      search();
    });
    input.addEventListener("compositionend", search);
    input.addEventListener("focus", () => { input.select(); search(); });
    input.addEventListener("blur", () => {
      if (!select.value && found.length === 1 && input.value) choose(found[0]);
      close();
    });
    input.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (list.hidden) search();
        if (found.length) mark(at < 0 ? (event.key === "ArrowDown" ? 0 : -1) : at + (event.key === "ArrowDown" ? 1 : -1));
      } else if (event.key === "Enter" && !list.hidden && found.length && (at >= 0 || input.value)) {
        event.preventDefault();
        choose(found[Math.max(at, 0)]);
      } else if (event.key === "Escape") close();
    });
    const chosen = entries.find((entry) => entry.value === select.value);
    if (chosen) input.value = chosen.label;
    box.append(input, list, nothing);
    select.before(box);
    select.hidden = true;
    select.removeAttribute("id");
    input.id = select.name;
  };

  focusErrors();
  quickExit();
  revealOther();
  each("fieldset[data-question]", (fieldset) => {
    if (fieldset.querySelector("input[type=checkbox]")) countChoices(fieldset);
    answerOverRefusal(fieldset);
    if (fieldset.hasAttribute("data-distinct")) keepDistinct(fieldset);
  });
  each("select[data-type-ahead]", typeAhead);
})();
