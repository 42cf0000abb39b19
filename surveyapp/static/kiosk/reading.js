/* Read the controls of a screen as the server's widgets do. */
"use strict";
const kioskReading = (() => {
  const ZEROS = [0x30, 0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xe50, 0xed0, 0xf20, 0x1040, 0x17e0, 0x1810, 0xff10];
  const clean = (text) => text.normalize("NFC").trim();
  const asDigits = (text) =>
    Array.from(text, (sign) => {
      const zero = ZEROS.find((one) => sign.codePointAt(0) >= one && sign.codePointAt(0) <= one + 9);
      return zero === undefined ? sign : String(sign.codePointAt(0) - zero);
    }).join("");
  const readCode = (code) => (code.startsWith(".") ? { missing: code.slice(1) } : code);
  const all = (fields, name) => fields.filter(([one]) => one === name).map(([, value]) => clean(value)).filter(Boolean);
  const typedOther = (question, shown, fields) =>
    shown.choices.filter((choice) => choice.other && all(fields, choice.otherId ?? `${question.id}_other`).length).map(({ code }) => code);
  const missing = (question, fields) => {
    const [code] = all(fields, `${question.id}__missing`);
    return code?.startsWith(".") ? { missing: code.slice(1) } : null;
  };

  const kinds = {
    information: () => null,
    consent: ({ id }, shown, fields) => all(fields, id)[0] ?? null,
    one: (question, shown, fields) => {
      const posted = all(fields, question.id).sort((a, b) => a.startsWith(".") - b.startsWith("."));
      return posted.length ? readCode(posted[0]) : (typedOther(question, shown, fields)[0] ?? null);
    },
    several: (question, shown, fields) => {
      const posted = [...new Set(all(fields, question.id))];
      const place = new Map(shown.choices.map(({ code }, at) => [code, at]));
      const codes = posted.filter((code) => !code.startsWith(".")).sort((a, b) => place.get(a) - place.get(b));
      if (codes.length) return codes;
      if (posted.length) return readCode(posted[0]);
      const typed = typedOther(question, shown, fields);
      return typed.length || question.limits.at_least === 0 ? typed : null;
    },
    number: (question, shown, fields) => {
      const [typed] = all(fields, question.id);
      if (!typed) return missing(question, fields);
      const digits = asDigits(typed).replace("−", "-");
      return /^-?[0-9]{1,15}$/.test(digits) ? Number(digits) : typed;
    },
    text: (question, shown, fields) => all(fields, question.id)[0] ?? missing(question, fields),
    written: (question, shown, fields) => {
      const [typed] = all(fields, question.id);
      if (!typed) return missing(question, fields);
      return question.limits.capitals ? typed.toUpperCase() : typed;
    },
    ranking: (question, shown, fields) => {
      const places = Math.min(question.limits.top ?? shown.choices.length, shown.choices.length);
      const codes = Array.from({ length: places }, (_, at) => all(fields, `${question.id}__${at + 1}`)[0]).filter(Boolean);
      return codes.length ? codes : missing(question, fields);
    },
    grid: (question, shown, fields, before) => {
      const rows = before && !("missing" in before) ? { ...before } : {};
      for (const { code } of shown.rows) {
        delete rows[code];
        const [given] = all(fields, `${question.id}__${code}`);
        if (given) rows[code] = readCode(given);
      }
      return Object.keys(rows).length ? rows : null;
    },
  };

  /* Return every value of a step by name, texts beside included; null is unanswered. */
  return (step, fields, answers) => {
    const found = {};
    for (const { question, shown } of step.asked) {
      if (question.asks) found[question.id] = kinds[question.kind](question, shown, fields, answers[question.id]);
      for (const [name] of question.beside) if (fields.some(([one]) => one === name)) found[name] = all(fields, name)[0] ?? null;
    }
    return found;
  };
})();
