/* Walk a questionnaire without the server: the twin of surveyapp/questionnaire/walk and checking.
   A paper is what `for_kiosks` gives, a draw what `draws_for_kiosks` gives; answers are values by question id. */
"use strict";
const kioskWalk = (() => {
  const reasonName = (name) => `${name}\x1fmissing`;
  const holds = (tree, values) => !tree || conditionTruth(tree, values) === true;
  const isEmpty = (value) =>
    value === null || value === undefined || value === "" || (typeof value === "object" && !Object.keys(value).length);
  const missingKind = (value) =>
    value && typeof value === "object" && !Array.isArray(value) && Object.keys(value).length === 1 ? (value.missing ?? null) : null;
  const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });
  const lengthOf = (text) => [...graphemes.segment(text)].length;

  /* what a question shows, in the order drawn */
  const inOrder = (choices, order) => {
    const place = new Map(order.map((code, at) => [code, at]));
    const moving = choices.filter((choice) => !choice.keeps).sort((a, b) => place.get(a.code) - place.get(b.code));
    return choices.map((choice) => (choice.keeps ? choice : moving.shift()));
  };
  const codesIn = (value) => (Array.isArray(value) ? value : [value ?? null]);
  const narrowed = (choices, { only_in: only, not_in: not }, values) => {
    if (only) choices = choices.filter((choice) => codesIn(values[only]).includes(choice.code));
    if (not) choices = choices.filter((choice) => !codesIn(values[not]).includes(choice.code));
    return choices;
  };
  const shownOf = (question, values, draw) => {
    const shown = {};
    for (const name of ["rows", "choices"])
      if (question[name]) shown[name] = question[name].filter((choice) => holds(choice.when, values));
    const main = question.rows ? "rows" : "choices";
    if (shown[main]) {
      shown[main] = narrowed(shown[main], question.narrowed, values);
      if (question.shuffle) shown[main] = inOrder(shown[main], draw.orders[question.id]);
    }
    return shown;
  };
  const hasSomething = (shown) => Object.values(shown).every((offered) => offered.length > 0);

  /* faults: what is wrong with a value that is there */
  const codesFaults = (value, { choices }, alone) => {
    const offered = new Map(choices.map((choice) => [choice.code, choice]));
    const faults = [];
    if (value.some((code) => !offered.has(code))) faults.push({ code: "not-a-choice" });
    if (new Set(value).size < value.length) faults.push({ code: "duplicate" });
    if (alone && value.length > 1 && value.some((code) => offered.get(code)?.alone)) faults.push({ code: "exclusive" });
    return faults;
  };
  const ofKind = {
    consent: (value) => (value === "yes" || value === "no" ? [] : [{ code: "not-a-choice" }]),
    one: (value, shown) => (shown.choices.some((choice) => choice.code === value) ? [] : [{ code: "not-a-choice" }]),
    several: (value, shown, { at_least: least, at_most: most }) => {
      const faults = codesFaults(value, shown, true);
      const alone = value.some((code) => shown.choices.some((choice) => choice.code === code && choice.alone));
      if (most !== undefined && value.length > most) faults.push({ code: "too-many", limit: most });
      if (value.length < least && !alone) faults.push({ code: "too-few", limit: least });
      return faults;
    },
    ranking: (value, shown, { top, at_least: least }) => {
      const places = Math.min(top ?? shown.choices.length, shown.choices.length);
      const needed = Math.min(least ?? places, places);
      const faults = codesFaults(value, shown, false);
      if (value.length > places) faults.push({ code: "too-many", limit: places });
      if (value.length < needed) faults.push({ code: "too-few", limit: needed });
      return faults;
    },
    number: (value, shown, { minimum, maximum, soft_minimum: low, soft_maximum: high }) => {
      if (typeof value !== "number") return [{ code: "wrong-type" }];
      if (!Number.isInteger(value)) return [{ code: "pattern" }];
      if (value < (minimum ?? -Infinity)) return [{ code: "out-of-range" }];
      if (value > (maximum ?? Infinity)) return [{ code: "out-of-range" }];
      return value < (low ?? -Infinity) || value > (high ?? Infinity) ? [{ code: "soft-check", soft: true }] : [];
    },
    text: (value, shown, { min_length: least, max_length: most }) => {
      const length = lengthOf(value);
      if (length > most) return [{ code: "too-many", limit: most }];
      return length < least ? [{ code: "too-few", limit: least }] : [];
    },
    written: (value, shown, { form, minimum, maximum }) => {
      if (typeof value !== "string" || !new RegExp(`^(?:${form})$`, "u").test(value)) return [{ code: "wrong-type" }];
      return value < (minimum || value) || value > (maximum || value) ? [{ code: "out-of-range" }] : [];
    },
    grid: (value, { rows, choices }, limits, missing) =>
      rows.flatMap(({ code: part }) => {
        const given = value[part];
        if (isEmpty(given)) return [{ code: "required", part }];
        const offered = missingKind(given) ? missing.includes(given.missing) : choices.some(({ code }) => code === given);
        return offered ? [] : [{ code: "not-a-choice", part }];
      }),
  };
  const faultsOf = (question, shown, value) => {
    if (isEmpty(value) && !(question.kind === "grid" && value)) {
      const none = Array.isArray(value) && question.kind === "several" && question.limits.at_least === 0;
      return question.must && !none ? [{ code: "required" }] : [];
    }
    const kind = missingKind(value);
    if (kind !== null) return question.missing.includes(kind) ? [] : [{ code: "not-a-choice" }];
    const faults = ofKind[question.kind](value, shown, question.limits, question.missing);
    return faults.filter(({ code }) => question.required || code !== "required");
  };

  /* what counts of a value, and what it reads as */
  const countedOf = (question, shown, value) => {
    if (question.kind === "several" && Array.isArray(value) && question.limits.at_least === 0) return value;
    if (isEmpty(value)) return null;
    if (question.kind !== "grid" || missingKind(value)) return value;
    const rows = shown.rows.filter(({ code }) => !isEmpty(value[code])).map(({ code }) => [code, value[code]]);
    return rows.length ? Object.fromEntries(rows) : null;
  };
  const readingOf = (question, counted) => {
    if (missingKind(counted)) return {};
    if (question.kind !== "grid") return { [question.id]: counted };
    const given = Object.entries(counted).filter(([, cell]) => !missingKind(cell));
    if (!given.length) return {};
    return Object.fromEntries([[question.id, given.map(([row]) => row)], ...given.map(([row, cell]) => [`${question.id}.${row}`, cell])]);
  };
  const reasonsOf = (question, shown, counted, reading) => {
    if (question.kind === "information") return {};
    const whole = missingKind(counted);
    const found = {};
    if (!(question.id in reading)) found[reasonName(question.id)] = whole ?? "unanswered";
    for (const { code } of question.kind === "grid" ? shown.rows : []) {
      const name = `${question.id}.${code}`;
      const own = counted && !whole ? missingKind(counted[code]) : null;
      if (!(name in reading)) found[reasonName(name)] = whole ?? own ?? "unanswered";
    }
    return found;
  };
  const failedChecks = (question, values, checks) =>
    checks
      .filter(({ when }) => when && conditionTruth(when, values) === false)
      .map((check) => ({ code: check.soft ? "soft-check" : "out-of-range", soft: check.soft, check: question.checks.indexOf(check) }));
  const check = (question, shown, value, values) => {
    if (!question.asks) return { counted: null, reading: {}, problems: [] };
    const faults = faultsOf(question, shown, value);
    if (faults.some(({ soft, code }) => !soft && code !== "required")) return { counted: null, reading: {}, problems: faults };
    const counted = countedOf(question, shown, value);
    if (counted === null) {
      const empty = { ...values, [question.id]: null };
      const failed = failedChecks(question, empty, question.checks.filter((one) => one.empty));
      return { counted, reading: {}, problems: faults.length ? faults : failed };
    }
    const reading = readingOf(question, counted);
    const failed = failedChecks(question, { ...values, ...reading }, question.checks);
    if (failed.some(({ soft }) => !soft)) return { counted: null, reading: {}, problems: [...faults, ...failed] };
    return { counted, reading, problems: [...faults, ...failed] };
  };
  const textsBeside = (question, checked, answers) => {
    const chosen = codesIn(checked.reading[question.id]);
    const opened = ([, code]) => (code === null ? checked.counted !== null : chosen.includes(code));
    return Object.fromEntries(
      question.beside.filter(opened).filter(([name]) => typeof answers[name] === "string" && answers[name]).map(([name]) => [name, answers[name]]),
    );
  };

  const compute = (question, values) => {
    const found = question.cases.find(({ when }) => holds(when, values));
    const tree = found ? found.value : question.otherwise;
    return tree ? conditionTruth(tree, values) : null;
  };

  /* The fold from the top. */
  const walk = (paper, answers, draw, context) => {
    const state = { values: { ...context }, pages: [], problems: [], drawn: {} };
    const drawAfter = (passed) => {
      for (const one of paper.draws[passed] ?? []) {
        const pool = one.pools.findIndex(({ when }) => holds(when, state.values));
        if (pool >= 0) state.values[one.id] = state.drawn[one.id] = one.pools[pool].blocks[draw.blocks[one.id][pool]];
      }
    };
    const passQuestion = (question) => {
      if (question.kind === "calculated") {
        const value = compute(question, state.values);
        if (value !== null) state.values[question.id] = value;
        return null;
      }
      const shown = shownOf(question, state.values, draw);
      if (!hasSomething(shown)) return null;
      const checked = check(question, shown, answers[question.id] ?? null, state.values);
      Object.assign(state.values, checked.reading, reasonsOf(question, shown, checked.counted, checked.reading));
      Object.assign(state.values, textsBeside(question, checked, answers));
      state.problems.push(...checked.problems.map((problem) => ({ ...problem, question: question.id })));
      return { question, shown };
    };
    drawAfter("");
    for (const page of paper.pages) {
      const shows = holds(page.when, state.values);
      const asked = [];
      for (const question of page.shuffle ? inPageOrder(page, draw) : page.questions) {
        const one = shows && holds(question.when, state.values) ? passQuestion(question) : null;
        if (one) asked.push(one);
        drawAfter(question.id);
      }
      if (asked.length) state.pages.push({ page, asked });
    }
    const ending = paper.endings.find(({ when }) => holds(when, state.values)) ?? null;
    return { ...state, ending, steps: stepsOf(state.pages), complete: state.problems.every(({ soft }) => soft) };
  };
  const inPageOrder = (page, draw) => {
    const place = new Map(draw.orders[page.id].map((id, at) => [id, at]));
    const moving = page.questions.filter((one) => !one.fixed).sort((a, b) => place.get(a.id) - place.get(b.id));
    return page.questions.map((one) => (one.fixed ? one : moving.shift()));
  };

  /* Screens: a grid of many rows is cut into parts. */
  const piecesOf = ({ question, shown }) => {
    const most = question.limits.per_screen;
    if (question.kind !== "grid" || shown.rows.length <= most) return [{ question, shown }];
    const starts = shown.rows.map((row, at) => at).filter((at) => at % most === 0);
    return starts.map((at) => ({ question, shown: { ...shown, rows: shown.rows.slice(at, at + most) } }));
  };
  const screensOf = (asked) => {
    const screens = [];
    let together = [];
    for (const one of asked) {
      const pieces = piecesOf(one);
      if (pieces.length === 1) together.push(one);
      else {
        if (together.length) screens.push(together);
        together = [];
        screens.push(...pieces.map((piece) => [piece]));
      }
    }
    return together.length ? [...screens, together] : screens;
  };
  const stepsOf = (pages) =>
    pages.flatMap(({ page, asked }) => {
      const screens = screensOf(asked);
      return screens.map((screen, at) => ({
        key: at ? `${page.id}.${at + 1}` : page.id, page, asked: screen, part: at + 1, parts: screens.length,
      }));
    });

  /* What is wrong on one screen. */
  const problemsOf = (step, answers, values) =>
    step.asked.flatMap(({ question, shown }) => {
      const whole = answers[question.id] ?? null;
      const rows = question.kind === "grid" && !missingKind(whole) && shown.rows.filter(({ code }) => !isEmpty(whole?.[code]));
      const value = rows ? Object.fromEntries(rows.map(({ code }) => [code, whole[code]])) : whole;
      return check(question, shown, value, values).problems.map((problem) => ({ ...problem, question: question.id }));
    });

  return { walk, problemsOf, isEmpty, missingKind };
})();
