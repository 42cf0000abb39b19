/* Draw the screens of a kiosk. Wordings come as HTML that the server has escaped. */
"use strict";
const kioskScreens = (() => {
  const make = (tag, attributes = {}, ...children) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) if (value !== null && value !== false) made.setAttribute(name, value === true ? "" : value);
    made.append(...children.flat().filter((child) => child !== null));
    return made;
  };
  const spoken = (tag, html, attributes = {}) => {
    const made = make(tag, attributes);
    made.innerHTML = html;
    return made;
  };
  const button = (text, act, attributes = {}) => {
    const made = make("button", { type: "button", class: "btn", ...attributes }, text);
    made.addEventListener("click", act);
    return made;
  };
  const root = () => document.getElementById("kiosk");
  const speak = ({ language, direction }) => {
    document.documentElement.lang = language;
    document.documentElement.dir = direction;
  };
  /* Put a screen in place of the one before, and let the reader start at its top. */
  const show = (worded, ...children) => {
    speak(worded);
    document.body.classList.toggle("wide", false);
    root().replaceChildren(...children.flat().filter(Boolean));
    scrollTo(0, 0);
    root().querySelector("[data-first]")?.focus({ preventScroll: true });
  };
  const number = (language, value) => new Intl.NumberFormat(language).format(value);
  const sham = ({ words }, simulated) => (simulated ? make("aside", { class: "sham" }, make("p", {}, words.simulated)) : null);

  /* The attract screen. */
  const grid = (languages, choose) =>
    make("ul", { class: "languages" }, languages.map(({ language, direction, name }) => {
      const press = button(make("bdi", {}, name), () => choose(language), { lang: language, dir: direction, class: "language" });
      return make("li", {}, press);
    }));
  const echoes = (languages, first) => {
    const wanted = ["en", "zh-Hans", "ko", "ja", "ar", "ru", "fr", "th"].filter((tag) => tag !== first.language);
    const told = wanted.map((tag) => languages.find(({ language }) => language === tag)).filter(Boolean).slice(0, 4);
    return told.map(({ language, direction, title }) => spoken("li", title, { lang: language, dir: direction }));
  };
  const attract = ({ languages, simulated, label, genuine }, { waiting, held }, { begin, staff }) => {
    const [first] = languages;
    const second = languages.find(({ language }) => language === "en" && language !== first.language) ?? languages[1];
    const both = (name) => [first, second].filter(Boolean).map(({ language, direction, words }, at) =>
      make(at ? "span" : "b", { lang: language, dir: direction }, words[name]));
    const [touch, touchToo] = both("touch");
    show(first,
      sham(first, simulated),
      make("div", { class: "attract" },
        make("header", {},
          first.facts.sponsor ? spoken("p", first.facts.sponsor, { class: "who" }) : null,
          spoken("h1", first.title),
          make("ul", { class: "echo" }, echoes(languages, first))),
        make("main", { id: "main" }, make("h2", {}, touch, touchToo ?? ""), grid(languages, begin)),
        make("footer", {},
          make("ul", {}, ["minutes", "unseen", "clears"].map((name) => make("li", {}, both(name)))),
          make("p", { class: "station" },
            make("bdi", {}, label),
            make("bdi", { dir: "ltr" }, genuine.replace(/^https?:\/\//, "")),
            waiting ? make("span", {}, first.words.waiting.replace("{n}", number(first.language, waiting))) : null,
            held ? make("strong", {}, first.words.held.replace("{n}", number(first.language, held))) : null,
            button(first.words.staff, staff, { class: "link" })))));
  };

  /* One step: the server's own fieldsets, without what is not shown here. */
  const keepOnly = (controls, codes) => {
    const kept = new Set(codes);
    for (const control of controls) {
      if (control.value === "" || control.value.startsWith(".") || kept.has(control.value)) continue;
      (control.tagName === "OPTION" ? control : (control.closest("li") ?? control)).remove();
    }
  };
  const reorder = (lists, codes) => {
    const place = new Map(codes.map((code, at) => [code, at]));
    const at = (child) => place.get((child.tagName === "OPTION" ? child : child.querySelector("input"))?.value) ?? Infinity;
    for (const list of lists) {
      const empty = [...list.children].filter((child) => child.value === "");
      const rest = [...list.children].filter((child) => !empty.includes(child));
      list.replaceChildren(...empty, ...rest.sort((one, other) => (at(one) < at(other) ? -1 : at(one) > at(other) ? 1 : 0)));
    }
  };
  const cutRows = (field, question, shown) => {
    const body = field.querySelector("tbody");
    const rows = new Map([...body.rows].map((row) => [row.querySelector("input, select")?.name, row]));
    body.replaceChildren(...shown.rows.map(({ code }) => rows.get(`${question.id}__${code}`)).filter(Boolean));
  };
  const narrow = (field, { question, shown }) => {
    if (question.kind === "grid") return cutRows(field, question, shown);
    if (!shown.choices) return undefined;
    const codes = shown.choices.map(({ code }) => code);
    const chosen = field.querySelectorAll(".opts input[type=radio], .opts input[type=checkbox], select option");
    keepOnly(chosen, codes);
    if (question.shuffle) reorder(field.querySelectorAll(".opts, select"), codes);
    if (question.kind === "ranking")
      [...field.querySelectorAll(".places > li")].slice(Math.min(question.limits.top ?? codes.length, codes.length)).forEach((extra) => extra.remove());
    return undefined;
  };
  const refill = (controls, fields) => {
    const left = fields.map((pair) => [...pair]);
    for (const control of controls) {
      if (!control.name) continue;
      const at = left.findIndex(([name, value]) => name === control.name && (!["radio", "checkbox"].includes(control.type) || value === control.value));
      if (at < 0) continue;
      if (["radio", "checkbox"].includes(control.type)) control.checked = true;
      else control.value = left.splice(at, 1)[0][1];
    }
  };
  const wordsOf = (worded, { question, code, part, check }) => {
    const { faults } = worded.questions[question];
    return (check !== undefined && faults[`check:${check}`]) || (part && faults[`${code}:${part}`]) || faults[code];
  };
  const complain = (form, worded, problems) => {
    const list = problems.map((problem) => {
      const field = [...form.querySelectorAll("fieldset")].find((one) => one.dataset.question === problem.question);
      const control = (problem.part && field.querySelector(`[name="${CSS.escape(`${problem.question}__${problem.part}`)}"]`)) || field.querySelector("input:not([hidden]), select:not([hidden]), textarea");
      const text = wordsOf(worded, problem);
      if (!field.querySelector(".why")) {
        const why = make("p", { class: "why", id: `${problem.question}-why` }, text);
        field.classList.add("bad");
        field.setAttribute("aria-describedby", [field.getAttribute("aria-describedby"), why.id].filter(Boolean).join(" "));
        field.querySelector("legend").after(why);
      }
      return make("li", {}, button(text, () => control?.focus(), { class: "link" }));
    });
    const box = make("div", { class: "errors", role: "alert", tabindex: "-1", "data-first": true, "aria-labelledby": "errors-title" },
      make("h2", { id: "errors-title" }, worded.words.attention), make("ul", {}, list));
    return problems.length ? box : null;
  };
  const bar = (worded, { again, leave }) =>
    make("header", { class: "bar" }, make("div", { class: "page" },
      button([make("span", { class: "unseen" }, `${worded.words.language}: `), make("bdi", {}, worded.name)], again, { class: "tongue" }),
      button(worded.words.leave, leave, { class: "exit" })));
  const step = (worded, { step: at, fields, problems, remark, progress, number: page, first, last, simulated }, acts) => {
    const { words } = worded;
    const own = worded.pages[at.page.id];
    const asked = at.asked.map((one) => fieldOf(worded, one));
    const form = make("form", { autocomplete: "off", novalidate: true },
      asked,
      make("div", { class: "move" },
        first ? null : button(words.back, () => acts.back(fieldsOf(form))),
        make("button", { type: "submit", class: "btn go" }, last ? words.send : words.next)));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      acts.next(fieldsOf(form));
    });
    const changed = ({ isComposing, type }) => (isComposing && type === "input" ? null : acts.changed(fieldsOf(form)));
    for (const event of ["input", "compositionend"]) form.addEventListener(event, changed);
    keepUnlearnt(form.elements);
    refill(form.elements, fields);
    const complaint = complain(form, worded, problems);
    const parts = at.parts > 1 ? words.part.replace("{part}", number(worded.language, at.part)).replace("{parts}", number(worded.language, at.parts)) : "";
    show(worded,
      sham(worded, simulated),
      bar(worded, { again: () => acts.again(fieldsOf(form)), leave: acts.leave }),
      make("main", { class: "page", id: "main", tabindex: "-1", "data-first": complaint ? null : true },
        make("div", { class: "where" }, parsed(`<span>${own.section}</span>`), make("span", {}, parts || words.page.replace("{n}", number(worded.language, page)))),
        make("progress", { max: "100", value: progress, "aria-label": words.progress }),
        complaint,
        remark ? make("p", { class: "remark", role: "status" }, remark) : null,
        first ? about(worded) : null,
        own.notice && at.part === 1 ? parsed(`<p class="notice">${own.notice}</p>`) : null,
        own.title ? parsed(`<h1 class="title">${own.title}</h1>`) : null,
        form));
    document.body.classList.toggle("wide", at.asked.some(({ question }) => question.kind === "grid"));
    document.dispatchEvent(new Event("drawn"));
  };
  const keepUnlearnt = (controls) => {
    for (const control of controls) Object.assign(control, { autocomplete: "off", spellcheck: false });
  };
  const fieldOf = (worded, one) => {
    const field = parsed(worded.questions[one.question.id].html);
    if (one.question.kind !== "information") narrow(field, one);
    field.asks = nameOf(one);
    return field;
  };
  const nameOf = ({ question, shown }) => `${question.id} ${JSON.stringify(shown)}`;
  /* Put the questions of a screen that its own answers have changed in place of those that stood there; one that
     comes back holds what was answered in it. Return the fields as they are now. */
  const change = (worded, { asked }, fields) => {
    const form = root().querySelector("form");
    const there = [...form.children].filter(({ asks }) => asks);
    form.kept ??= new Map();
    for (const one of there) form.kept.set(one.asks, one);
    const fresh = [];
    const wanted = asked.map((one) => {
      const before = form.kept.get(nameOf(one));
      if (before) return before;
      fresh.push(fieldOf(worded, one));
      return fresh.at(-1);
    });
    for (const one of there) if (!wanted.includes(one)) one.remove();
    wanted.forEach((one, at) => form.children[at] !== one && form.insertBefore(one, form.children[at]));
    for (const field of fresh) {
      keepUnlearnt(field.querySelectorAll("input, select, textarea"));
      refill(field.elements ?? [], fields);
      document.dispatchEvent(new CustomEvent("drawn", { detail: field }));
    }
    return fieldsOf(form);
  };
  const about = ({ title, facts, words }) =>
    make("div", { class: "head" }, spoken("p", title, { class: "kicker" }), facts.sponsor
      ? make("dl", { class: "facts" }, [["who", "sponsor"], ["why", "purpose"], ["notStored", "not_stored"]].map(([name, fact]) =>
        make("div", {}, make("dt", {}, words[name]), spoken("dd", facts[fact]))))
      : null);
  const parsed = (html) => {
    const template = document.createElement("template");
    template.innerHTML = html.trim();
    return document.importNode(template.content, true).firstElementChild;
  };
  const fieldsOf = (form) => [...new FormData(form)].filter(([, value]) => typeof value === "string");

  /* Choose another language in the middle of things. */
  const languages = (worded, papers, choose, leave) =>
    show(worded, bar(worded, { again: () => choose(worded.language), leave }),
      make("main", { class: "page", id: "main", tabindex: "-1", "data-first": true }, make("h1", {}, worded.words.language), grid(papers.languages, choose)));

  /* The ends. */
  const code = (rows) => {
    const mark = (name, value) => [name, String(value)];
    const svg = (tag, attributes) => {
      const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
      for (const [name, value] of attributes) made.setAttribute(name, value);
      return made;
    };
    const size = rows.length + 8;
    const dark = rows.flatMap((row, y) => row.flatMap((on, x) => (on ? [`M${x + 4} ${y + 4}h1v1h-1z`] : []))).join("");
    const drawn = svg("svg", [mark("viewBox", `0 0 ${size} ${size}`), mark("class", "scan"), mark("aria-hidden", "true"), mark("shape-rendering", "crispEdges")]);
    drawn.append(svg("path", [mark("fill", "#fff"), mark("d", `M0 0h${size}v${size}H0z`)]), svg("path", [mark("fill", "#000"), mark("d", dark)]));
    return drawn;
  };
  const done = (worded, { receipt, address, simulated }, leave) => {
    const { words } = worded;
    const rows = kioskCode.draw(`${address}#${receipt}`);
    show(worded, sham(worded, simulated),
      make("main", { class: "page plain", id: "main", tabindex: "-1", "data-first": true },
        make("div", { id: "survey-done", "data-outcome": "complete" },
          make("h1", {}, words.time),
          make("p", {}, words.sealed),
          make("section", { class: "receipt", "aria-labelledby": "receipt-title" },
            make("div", {}, make("h2", { id: "receipt-title" }, words.code),
              make("p", { class: "code", translate: "no", dir: "ltr" }, receipt.split("-").map((part, at) => make("span", {}, at < 3 ? `${part} ` : part))),
              make("p", { class: "note" }, words.picture)),
            rows ? code(rows) : null),
          make("h2", {}, words.can),
          make("ul", { class: "can" }, ["see", "withdraw", "erase"].map((name) => make("li", {}, words[name]))),
          rows ? make("p", { class: "note" }, words.scan) : null,
          make("div", { class: "move" }, button(words.done, leave, { class: "btn go" })))));
  };
  const ended = (worded, { outcome, id }, leave) =>
    show(worded, make("main", { class: "page plain", id: "main", tabindex: "-1", "data-first": true },
      make("div", { id: "survey-done", "data-outcome": outcome },
        make("h1", {}, outcome === "refused" ? worded.words.ends : worded.words.time),
        parsed(`<p>${worded.endings[id]}</p>`),
        make("p", {}, worded.words.none),
        make("div", { class: "move" }, button(worded.words.done, leave, { class: "btn go" })))));
  const stopped = (name) => (worded, leave) =>
    show(worded, make("main", { class: "page plain", id: "main", tabindex: "-1", "data-first": true },
      make("p", { class: "why", role: "alert" }, worded.words[name]), make("div", { class: "move" }, button(worded.words.done, leave, { class: "btn go" }))));
  const [failed, full] = ["failed", "full"].map(stopped);

  /* Ask whether anybody is still there. */
  const warn = ({ words, language, direction }, { stay, leave }) => {
    const left = make("p", { class: "seconds", role: "timer" });
    const dialog = make("dialog", { class: "still", lang: language, dir: direction, "aria-labelledby": "still-title" },
      make("h2", { id: "still-title" }, words.still), make("p", {}, words.about), left,
      make("div", { class: "move" }, button(words.clear, leave), button(words.here, stay, { class: "btn go", autofocus: true })));
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      stay();
    });
    document.body.append(dialog);
    dialog.showModal();
    return { tell: (seconds) => (left.textContent = words.left.replace("{n}", number(language, seconds))), close: () => dialog.remove() };
  };

  return { attract, step, change, languages, done, ended, failed, full, warn };
})();
