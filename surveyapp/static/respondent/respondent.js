/* Comfort only: every page works without this file. */
"use strict";
(() => {
  let root = document;
  const each = (selector, act) => [root, ...root.querySelectorAll("*")].filter((one) => one.matches?.(selector)).forEach(act);
  const LETTERS = { đ: "d", ł: "l", ø: "o", ß: "ss", ى: "ي", ة: "ه" };
  const fold = (text) =>
    text
      .normalize("NFD")
      .replace(/[\u0300-\u036f\u0640\u064b-\u065f\u0e47-\u0e4e\u0ec8-\u0ece\u17c9-\u17d1\u200b-\u200f'’]/g, "")
      .toLowerCase()
      .replace(/[đłøßىة]/g, (sign) => LETTERS[sign])
      .replace(/[ぁ-ゖ]/g, (sign) => String.fromCharCode(sign.charCodeAt() + 96));
  /* The first letters of Korean syllables, by which many search. */
  const initials = (text) => text.replace(/[가-힣]/g, (sign) => "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"[((sign.charCodeAt() - 44032) / 588) | 0]);

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
      box.dataset.settled = "";
    });

  /* Exclusive choices clear the others, and the others them; the count of choices left is said aloud. */
  const countChoices = (fieldset) => {
    const boxes = [...fieldset.querySelectorAll("input[type=checkbox]")];
    const alone = new Set((fieldset.dataset.exclusive || "").split(" ").filter(Boolean).map(decodeURIComponent));
    const most = Number(fieldset.dataset.max) || 0;
    const words = most && fieldset.dataset.count;
    const count = fieldset.querySelector(".count") || document.createElement("p");
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
    const refusals = fieldset.querySelectorAll("input[type=checkbox][name$=__missing]");
    fieldset.addEventListener("input", ({ target }) => {
      if (target.matches(".field, .point input") && target.value) refusals.forEach((box) => (box.checked = false));
    });
  };

  /* A choice from a list unticks the refusal below it, and a refusal empties the list. */
  const choiceOverRefusal = (fieldset) => {
    const select = fieldset.querySelector("select");
    const refusals = [...fieldset.querySelectorAll("input[type=radio]")].filter((radio) => radio.name === select?.name);
    if (!refusals.length) return;
    fieldset.addEventListener("change", ({ target }) => {
      if (target === select && select.value) refusals.forEach((radio) => (radio.checked = false));
      if (!refusals.includes(target)) return;
      select.value = "";
      for (const seek of fieldset.querySelectorAll("[role=combobox]")) seek.value = "";
    });
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

  const figure = (field) =>
    Number(field.value.replace(/[٠-٩۰-۹]/g, (sign) => sign.charCodeAt() & 15).replace(",", "."));

  /* A slider over a field; nothing is chosen before somebody slides. */
  const slider = (entry) => {
    const field = entry.querySelector("input");
    const { least, most, step } = field.dataset;
    const range = element("input", {
      type: "range", min: least, max: most, step, class: "range", "aria-labelledby": field.getAttribute("aria-labelledby"),
    });
    const settle = () => {
      range.classList.toggle("unset", !field.value);
      if (field.value) range.value = figure(field);
    };
    const take = () => {
      field.value = range.value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    };
    range.oninput = range.onclick = take;
    field.addEventListener("input", settle);
    entry.prepend(range);
    settle();
  };

  /* What the parts of a total make so far. */
  const addUp = (list) => {
    const said = element("p", { role: "status", class: "note count" });
    const number = new Intl.NumberFormat(document.documentElement.lang);
    const settle = () => {
      const sum = [...list.querySelectorAll("input")].reduce((made, field) => made + figure(field), 0);
      said.textContent = sum ? list.dataset.soFar.replace("{n}", number.format(sum)) : "";
    };
    list.after(said);
    list.addEventListener("input", settle);
    settle();
  };

  const element = (tag, attributes, properties = {}) => {
    const made = Object.assign(document.createElement(tag), properties);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    return made;
  };

  /* How a search box looks: with what makes it, so that pages need not carry it. */
  const LOOKS = [
    ".seek{position:relative;margin-block-start:.75rem}",
    ".seek ul{border:2px solid;border-block-start:0;max-block-size:18rem;overflow-y:auto}",
    ".seek li{display:flex;align-items:center;min-block-size:2.75rem;padding:.25rem .75rem;cursor:pointer;border-block-end:1px solid #8886}",
    ".seek li:hover,.seek [aria-selected=true]{background:#8883}",
    ".seek [aria-selected=true]{outline:2px solid;outline-offset:-2px}",
    ".seek p{padding:.5rem .75rem}",
    ".seek p:empty{padding:0}",
  ];
  const dress = () => {
    const sheet = [...document.styleSheets].find(({ media }) => media.mediaText !== "print");
    LOOKS.splice(0).forEach((rule) => sheet?.insertRule(rule));
  };

  /* What countries are called in languages. */
  const namesIn = (languages) => {
    const names = languages.map((tag) => new Intl.DisplayNames([tag], { type: "region", fallback: "none" }));
    return (code) => (/^[A-Z]{2}$/.test(code) ? names.map((one) => one.of(code) || "").join("|") : "");
  };

  /* The parts of a search box over a select, which stays the control that is posted. */
  const searchParts = (select) => {
    dress();
    const label = select.getAttribute("aria-labelledby");
    const listId = `${select.name}-list`;
    const list = element("ul", { id: listId, role: "listbox", "aria-labelledby": label }, { hidden: true });
    const nothing = element("p", { role: "status", class: "note" });
    const input = element("input", {
      type: "text", class: "field", placeholder: select.dataset.typeAhead, autocomplete: "off", dir: "auto",
      role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": listId,
      "aria-labelledby": label,
    });
    const english = namesIn(["en"]);
    const entries = [...select.options].filter((entry) => entry.value).map((entry) => ({
      value: entry.value,
      label: entry.text,
      first: fold(entry.text),
      keys: fold(`|${[entry.text, english(entry.value), entry.value, initials(entry.text)].join("|")}|`),
    }));
    const box = element("div", { class: "seek" });
    box.append(input, list, nothing);
    select.before(box);
    select.hidden = true;
    select.removeAttribute("id");
    input.id = select.name;
    return { select, input, list, nothing, entries, found: [], at: -1 };
  };

  const closeList = (seek) => {
    seek.list.hidden = true;
    seek.at = -1;
    seek.input.setAttribute("aria-expanded", "false");
    seek.input.removeAttribute("aria-activedescendant");
  };

  const choose = (seek, entry) => {
    seek.select.value = entry.value;
    seek.select.dispatchEvent(new Event("change", { bubbles: true }));
    seek.input.value = entry.label;
    closeList(seek);
  };

  const search = (seek) => {
    const words = fold(seek.input.value).split(/\s+/).filter(Boolean);
    const fit = ({ first, keys }) => 2 * keys.includes(`|${words.join(" ")}|`) + first.startsWith(words[0] || "");
    const has = ({ keys }, word) => keys.includes(word) || (/^ال.{3}/.test(word) && keys.includes(word.slice(2)));
    const fits = () => seek.entries.filter((entry) => words.every((word) => has(entry, word)));
    if (!fits().length && !seek.everywhere) {
      /* Somebody may search in another language than the page's. */
      seek.everywhere = namesIn([...document.querySelectorAll(".tongues [lang]")].map(({ lang }) => lang));
      for (const entry of seek.entries) entry.keys += `${fold(seek.everywhere(entry.value))}|`;
    }
    seek.found = fits()
      .sort((a, b) => fit(b) - fit(a))
      .slice(0, 60);
    seek.list.replaceChildren(...seek.found.map((entry, index) => {
      const item = element("li", { id: `${seek.list.id}-${index}`, role: "option", "aria-selected": "false" });
      item.textContent = entry.label;
      item.addEventListener("mousedown", (event) => event.preventDefault());
      item.addEventListener("click", () => choose(seek, entry));
      return item;
    }));
    seek.at = -1;
    seek.list.hidden = !seek.found.length;
    seek.input.setAttribute("aria-expanded", String(!seek.list.hidden));
    seek.nothing.textContent = seek.found.length ? "" : seek.select.dataset.none;
  };

  const mark = (seek, step) => {
    if (seek.list.hidden) search(seek);
    const n = seek.found.length;
    if (!n) return;
    seek.at = seek.at < 0 && step < 0 ? n - 1 : (seek.at + step + n) % n;
    [...seek.list.children].forEach((item, index) => item.setAttribute("aria-selected", String(index === seek.at)));
    const item = seek.list.children[seek.at];
    seek.input.setAttribute("aria-activedescendant", item.id);
    item.scrollIntoView({ block: "nearest" });
  };

  const press = (seek, event) => {
    if (event.isComposing) return;
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps) {
      event.preventDefault();
      mark(seek, steps[event.key]);
    } else if (event.key === "Enter" && !seek.list.hidden && (seek.at >= 0 || seek.input.value)) {
      event.preventDefault();
      choose(seek, seek.found[Math.max(seek.at, 0)]);
    } else if (event.key === "Escape") closeList(seek);
  };

  /* The other names of what can be chosen come when somebody begins to search: they would make the page heavy. */
  const learnNames = async (seek) => {
    const { select } = seek;
    const { names } = select.dataset;
    if (names === undefined) return;
    delete select.dataset.names;
    const also = names ? JSON.parse(names) : await fetch(`${select.form.getAttribute("action")}/names/${encodeURIComponent(select.name)}`).then((answer) => (answer.ok ? answer.json() : {})).catch(() => ({}));
    for (const entry of seek.entries) entry.keys += `${fold(also[entry.value] || "").replace(/, /g, "|")}|`;
    if (document.activeElement === seek.input && !select.value && !seek.composing && seek.at < 0) search(seek);
  };

  const typeAhead = (select) => {
    const seek = searchParts(select);
    const { input } = seek;
    const chosen = seek.entries.find((entry) => entry.value === select.value);
    if (chosen) input.value = chosen.label;
    const typed = () => {
      select.value = "";
      search(seek);
    };
    input.addEventListener("input", (event) => event.isComposing || typed());
    input.addEventListener("compositionstart", () => (seek.composing = true));
    input.addEventListener("compositionend", () => {
      seek.composing = false;
      typed();
    });
    input.addEventListener("focus", () => {
      /* A window that comes back gives the focus again. */
      if (!seek.composing) search(seek);
      learnNames(seek);
    });
    input.addEventListener("keydown", (event) => press(seek, event));
    input.addEventListener("blur", () => {
      if (!select.value && input.value && seek.found.length === 1) choose(seek, seek.found[0]);
      closeList(seek);
    });
  };

  const ease = ({ detail } = {}) => {
    root = detail || document;
    root.querySelector("[data-focus]")?.focus();
    quickExit();
    revealOther();
    each("fieldset[data-question]", (fieldset) => {
      if (fieldset.querySelector("input[type=checkbox]")) countChoices(fieldset);
      answerOverRefusal(fieldset);
      choiceOverRefusal(fieldset);
      if (fieldset.hasAttribute("data-distinct")) keepDistinct(fieldset);
    });
    each("select[data-type-ahead]", typeAhead);
    each("[data-slider]", slider);
    each("[data-total]", addUp);
  };
  ease();
  document.addEventListener("drawn", ease);
})();
