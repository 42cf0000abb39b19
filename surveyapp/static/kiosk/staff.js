/* Show the staff, who hold the key, what this station has not handed over, and let them send or erase it. */
"use strict";
const kioskStaff = (() => {
  const LOOKS_LIKE = { O: "0", I: "1", L: "1" };
  const plain = (key) => (key ?? "").toUpperCase().replace(/[^0-9A-Z]/g, "").replace(/[OIL]/g, (sign) => LOOKS_LIKE[sign]);
  const figure = (value) => new Intl.NumberFormat(document.documentElement.lang).format(value);
  /* Where a browser does not tell, what cannot be written says so. */
  const room = async () => {
    const { quota = Infinity, usage = 0 } = (await navigator.storage?.estimate?.()) ?? {};
    return Math.max(0, quota - usage) / 2 ** 20;
  };

  /* A key that is not the one kept may be a new one, which only the server knows. */
  const opens = async (point, key) => {
    if (plain(key) === plain(await kioskStore.key())) return true;
    try {
      const { survey } = await kioskStore.call(point, "paper", { key });
      await kioskStore.ask(survey, key);
    } catch {
      return false;
    }
    return true;
  };
  const fill = (place, told) => {
    for (const cell of place.querySelectorAll("[data-told]")) {
      const value = told[cell.dataset.told];
      cell.textContent = typeof value === "number" ? figure(value) : value;
    }
  };
  /* What this station holds of each survey, where it holds more than one; an earlier one's key may be void. */
  const showEach = async (page, paperOf) => {
    const place = page.querySelector("[data-surveys]");
    const surveys = await kioskStore.surveys();
    place.replaceChildren();
    if (surveys.length < 2) return;
    for (const survey of surveys) {
      const its = document.getElementById("staff-survey").content.cloneNode(true);
      const { isVoid, ...told } = await kioskSending.state(survey);
      const { languages = [] } = (await paperOf(survey)) ?? {};
      const { title, language, direction } = languages.find((one) => one.language === document.documentElement.lang) ?? languages[0] ?? { title: survey };
      const heading = document.createElement("h2");
      heading.textContent = new DOMParser().parseFromString(title, "text/html").body.textContent;
      if (language) Object.assign(heading, { lang: language, dir: direction });
      its.querySelector("section").prepend(heading);
      its.querySelector("[data-why]").hidden = !isVoid;
      fill(its, told);
      place.append(its);
    }
  };
  const show = async (page, paperOf) => {
    const { waiting, held, refused, givenUp, day } = await kioskSending.state();
    const left = await room();
    fill(page, { waiting, held, refused, givenUp, day: day ?? "–", room: Number.isFinite(left) ? `${figure(Math.floor(left))} MB` : "–" });
    await showEach(page, paperOf);
    page.querySelector("[data-shown=unsafe]").hidden = (await navigator.storage?.persisted?.()) !== false;
    page.querySelector("[data-shown=held]").hidden = !held;
    page.querySelector("[data-shown=sure]").hidden = true;
  };
  const open = (page, point, paperOf, leave) => {
    page.replaceChildren(document.getElementById("staff").content.cloneNode(true));
    const form = page.querySelector("form");
    const on = (name, act) => page.querySelector(`[data-act=${name}]`).addEventListener("click", act);
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const right = await opens(point, form.elements.key.value.trim());
      form.elements.key.value = "";
      page.querySelector("[data-why=void]").hidden = right;
      if (!right) return;
      form.hidden = true;
      await show(page, paperOf);
      page.querySelector("[data-shown=state]").hidden = false;
    });
    on("send", async () => {
      await kioskSending.send(point, true).catch(() => {});
      await show(page, paperOf);
    });
    on("erase", () => (page.querySelector("[data-shown=sure]").hidden = false));
    on("sure", async () => {
      await kioskSending.eraseHeld();
      await show(page, paperOf);
    });
    page.querySelectorAll("[data-act=leave]").forEach((button) => button.addEventListener("click", leave));
    form.elements.key.focus();
  };
  return { open, room };
})();
