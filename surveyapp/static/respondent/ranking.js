/* A list to put in order over the selects of a ranking, which stay the controls that are posted. */
"use strict";
(() => {
  const made = (tag, className, text = "") => Object.assign(document.createElement(tag), { className, textContent: text });

  const ranking = (places) => {
    const selects = [...places.querySelectorAll("select")];
    const { rule, up, down, out, place } = places.dataset;
    const number = new Intl.NumberFormat(document.documentElement.lang);
    const names = new Map([...selects[0].options].filter((entry) => entry.value).map((entry) => [entry.value, entry.text]));
    let order = selects.map((select) => select.value).filter((code) => code);
    const box = made("div", "order");
    const list = made("ol", "ranked");
    const pool = made("ul", "opts");
    const said = made("p", "unseen");
    said.setAttribute("role", "status");
    box.id = selects[0].id;
    box.tabIndex = -1;
    selects[0].removeAttribute("id");
    box.append(made("p", "note", rule), list, pool, said);
    places.before(box);
    places.className = "unseen";
    places.setAttribute("aria-hidden", "true");

    const button = (code, word, sign, act, off) => {
      const pressed = made("button", "btn", sign);
      Object.assign(pressed, { type: "button", disabled: off, onclick: () => change(act(), code, word) });
      pressed.setAttribute("aria-label", `${names.get(code)}: ${word}`);
      pressed.dataset.word = word;
      return pressed;
    };
    const without = (code) => order.filter((one) => one !== code);
    const moved = (code, at) => without(code).toSpliced(at, 0, code);

    const row = (code, at) => {
      const item = made("li", "");
      item.dataset.code = code;
      const grip = made("span", "grip", number.format(at + 1));
      grip.setAttribute("aria-hidden", "true");
      grip.onpointerdown = (event) => drag(event, item);
      item.append(
        grip,
        made("span", "name", names.get(code)),
        button(code, up, "↑", () => moved(code, at - 1), at === 0),
        button(code, down, "↓", () => moved(code, at + 1), at === order.length - 1),
        button(code, out, "×", () => without(code), false),
      );
      return item;
    };
    const offered = (code) => {
      const item = made("li", "");
      const pressed = made("button", "opt", names.get(code));
      Object.assign(pressed, { type: "button", disabled: order.length >= selects.length });
      pressed.dataset.code = code;
      pressed.onclick = () => change([...order, code], code, down);
      item.append(pressed);
      return item;
    };
    const draw = () => {
      list.replaceChildren(...order.map(row));
      const open = [...selects[0].options].filter((entry) => entry.value && !entry.disabled).map((entry) => entry.value);
      pool.replaceChildren(...open.filter((code) => !order.includes(code)).map(offered));
    };

    const change = (after, code, word) => {
      order = after;
      selects.forEach((select, at) => (select.value = order[at] || ""));
      selects[0].dispatchEvent(new Event("input", { bubbles: true }));
      draw();
      const at = order.indexOf(code);
      said.textContent = at < 0 ? `${names.get(code)}: ${out}` : `${names.get(code)}: ${place.replace("{n}", number.format(at + 1))}`;
      const mine = list.querySelector(`[data-code="${CSS.escape(code)}"]`);
      const same = mine?.querySelector(`[data-word="${CSS.escape(word)}"]:enabled`);
      (same || mine?.querySelector("button:enabled") || pool.querySelector("button") || box).focus();
    };

    const drag = (event, item) => {
      event.preventDefault();
      item.classList.add("held");
      const follow = ({ clientY }) => {
        const others = [...list.children].filter((one) => one !== item);
        const next = others.find((one) => clientY < one.getBoundingClientRect().top + one.offsetHeight / 2);
        if ((next || null) !== item.nextElementSibling) list.insertBefore(item, next || null);
      };
      const drop = () => {
        document.removeEventListener("pointermove", follow);
        for (const end of ends) document.removeEventListener(end, drop);
        change([...list.children].map((one) => one.dataset.code), item.dataset.code, up);
      };
      const ends = ["pointerup", "pointercancel"];
      /* Not captured: an element that moves loses the pointer. */
      document.addEventListener("pointermove", follow);
      for (const end of ends) document.addEventListener(end, drop);
    };
    for (const select of selects) select.tabIndex = -1;
    selects[0].form.addEventListener("change", () => {
      order = [...new Set(selects.map(({ value }) => value).filter((code) => code))];
      draw();
    });
    draw();
  };

  document.querySelectorAll("[data-ranking]").forEach(ranking);
})();
