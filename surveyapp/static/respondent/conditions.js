/* Find the truth of a condition as the server does: the twin of surveyapp/questionnaire/conditions, function by function.
   A tree is an array such as ["==", ["n", "age"], ["k", 18]]; null is unanswered, or open. */
"use strict";
const conditionTruth = (() => {
  const AHEAD = /^[ \t\r\n]*[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?/;
  const NUMBER = new RegExp(`${AHEAD.source}[ \\t\\r\\n]*$`);
  const MOST = 1e5;
  const CLOCK = "([01][0-9]|2[0-3]):([0-5][0-9])(?::([0-5][0-9])(?:\\.[0-9]{1,9})?)?";
  const DATE = new RegExp(`^([0-9]{4})-([0-9]{2})-([0-9]{2})(?:T${CLOCK}(?:Z|[+-][0-9]{2}:[0-9]{2})?)?$`);
  const TIME = new RegExp(`^${CLOCK}$`);
  const DURATION =
    /^P(?=.)(?:([0-9]{1,6})W|(?:([0-9]{1,6})D)?(?:T(?=.)(?:([0-9]{1,6})H)?(?:([0-9]{1,6})M)?(?:([0-9]{1,6})S)?)?)$/;

  /* values */
  const finite = (number) => (Number.isFinite(number) ? number + 0 : null);
  const num = (value) => {
    if (value === null || Array.isArray(value)) return null;
    if (typeof value === "string" && (value.length > 2 * MOST || !NUMBER.test(value))) return null;
    return finite(Number(value));
  };
  const text = (value) =>
    typeof value === "string" ? value : value === null || Array.isArray(value) ? null : String(typeof value === "number" ? value + 0 : value);
  const same = (value) => num(value) ?? text(value);
  const list = (value) => (value === null ? [] : Array.isArray(value) ? value : [value]);
  const set = (value) => new Set(list(value).map(same));
  const points = (string) => Array.from(string, (character) => character.codePointAt());
  const whole = (value) => {
    const number = num(value);
    return number === null || Math.abs(number) > 1e9 ? null : Math.trunc(number) + 0;
  };
  const bounded = (string) => (string.length <= MOST || points(string).length <= MOST ? string : null);
  const order = (left, right) => {
    const [a, b] = [points(left), points(right)];
    const at = a.findIndex((point, index) => point !== b[index]);
    return at < 0 ? a.length - b.length : at < b.length ? a[at] - b[at] : 1;
  };
  const signs = { "==": (d) => d === 0, "!=": (d) => d !== 0, "<": (d) => d < 0, "<=": (d) => d <= 0, ">": (d) => d > 0, ">=": (d) => d >= 0 };
  const subset = (inner, outer) => [...inner].every((one) => outer.has(one));
  const compare = (sign, left, right) => {
    if (left === null || right === null) return null;
    if (Array.isArray(left) || Array.isArray(right)) {
      const [a, b] = [set(left), set(right)];
      const equal = a.size === b.size && subset(a, b);
      return sign === "==" ? equal : sign === "!=" && !equal;
    }
    const [first, second] = [num(left), num(right)];
    if (first !== null && second !== null) return signs[sign](first < second ? -1 : first > second ? 1 : 0);
    if (sign !== "==" && sign !== "!=" && !(typeof left === "string" && typeof right === "string")) return false;
    return signs[sign](order(text(left), text(right)));
  };
  const kleene = (cases, decides, truthOf) => {
    let open = false;
    for (const one of cases) {
      const truth = truthOf(one);
      if (truth === decides) return decides;
      open ||= truth === null;
    }
    return open ? null : !decides;
  };

  /* ways to lift a function over the unanswered */
  const ofNum = (f) => (value) => ((n) => (n === null ? null : ((r) => (r === null ? null : finite(r)))(f(n))))(num(value));
  const ofTwo = (f) => (a, b) => {
    const [x, y] = [num(a), num(b)];
    const found = x === null || y === null ? null : f(x, y);
    return found === null ? null : finite(found);
  };
  const ofText = (f) => (value) => ((t) => (t === null ? null : f(t)))(text(value));
  const testing = (f) => (a, b) => ((x, y) => (x === null || y === null ? null : f(x, y)))(text(a), text(b));
  const distinct = (values) => {
    const kept = new Map();
    for (const value of values) if (!kept.has(same(value))) kept.set(same(value), value);
    return [...kept.values()];
  };
  const nums = (values) => values.flatMap(list).map(num).filter((number) => number !== null);
  const total = (values) => finite(nums(values).reduce((sum, number) => sum + number, 0));
  const aggregates = {
    sum: total,
    mean: (values) => (total(values) === null || !nums(values).length ? null : total(values) / nums(values).length),
    min: (values) => (nums(values).length ? nums(values).reduce((a, b) => (b < a ? b : a)) : null),
    max: (values) => (nums(values).length ? nums(values).reduce((a, b) => (b > a ? b : a)) : null),
  };
  const round = (value, digits = 0) => {
    const [number, places] = [num(value), whole(digits)];
    if (number === null || places === null || Math.abs(places) > 12) return null;
    const [mantissa, exponent = 0] = String(Math.abs(number)).split("e");
    const scaled = Number(`${mantissa}e${Number(exponent) + places}`);
    if (scaled >= 2 ** 53) return number;
    const below = Math.floor(scaled);
    const rounded = Number(`${below + (scaled - below >= 0.5 ? 1 : 0)}e${-places}`);
    return finite(number < 0 ? -rounded : rounded);
  };
  const power = (base, exponent) => {
    const quarters = Math.abs(exponent * 4);
    if (quarters % 1 || Math.abs(exponent) > 100) return null;
    let result = 1;
    for (let n = quarters / 4; n >= 1; n--) result *= base;
    if (quarters % 4 > 1) result *= Math.sqrt(base);
    if (quarters % 2) result *= Math.sqrt(Math.sqrt(base));
    return exponent >= 0 ? result : result === 0 ? null : 1 / result;
  };
  const item = (listed, place) => {
    const [elements, at] = [list(listed), whole(place)];
    return at === null || at === 0 ? null : (elements[at > 0 ? at - 1 : elements.length + at] ?? null);
  };
  const join = (separator, ...values) => {
    const texts = values.flatMap(list).map(text).filter((one) => one !== null);
    return text(separator) === null || !texts.length ? null : bounded(texts.join(text(separator)));
  };
  const substring = (value, start, length = MOST) => {
    const [string, first, wanted] = [text(value), whole(start), whole(length)];
    if (string === null || first === null || wanted === null) return null;
    return [...string].slice(Math.max(first - 1, 0), Math.max(first - 1 + wanted, 0)).join("");
  };

  /* dates: a day is [year, month, day] */
  const daysIn = (year, month) => [31, year % 4 || (!(year % 100) && year % 400) ? 28 : 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
  const day = (value) => {
    const found = typeof value === "string" && DATE.exec(value);
    if (!found) return null;
    const [year, month, date] = found.slice(1, 4).map(Number);
    return year >= 1 && month >= 1 && month <= 12 && date >= 1 && date <= daysIn(year, month) ? [year, month, date] : null;
  };
  const ordinal = ([year, month, date]) => Math.round(new Date(0).setUTCFullYear(year, month - 1, date) / 864e5);
  const iso = ([year, month, date]) => `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(date).padStart(2, "0")}`;
  const ofDay = (f) => (value) => ((found) => (found === null ? null : f(found)))(day(value));
  const monthOf = (value) => {
    const found = typeof value === "string" && /^([0-9]{4})-([0-9]{2})$/.exec(value);
    const [year, month] = day(value) ?? (found ? found.slice(1).map(Number) : [0, 0]);
    return year >= 1 && month >= 1 && month <= 12 ? [year, month] : null;
  };
  const clock = (value) => {
    if (typeof value !== "string") return null;
    const found = TIME.exec(value)?.slice(1) ?? (day(value) && DATE.exec(value).slice(4));
    return found && found[0] !== undefined ? found.map((part) => Number(part ?? 0)) : null;
  };
  const seconds = (value) => {
    const time = clock(value);
    if (time) return time[0] * 3600 + time[1] * 60 + time[2];
    const found = typeof value === "string" && DURATION.exec(value);
    if (!found) return null;
    const [weeks, days, hours, minutes, rest] = found.slice(1).map((part) => Number(part ?? 0));
    return (weeks * 7 + days) * 86400 + hours * 3600 + minutes * 60 + rest;
  };
  const months = (start, end) => (end[0] - start[0]) * 12 + end[1] - start[1] - (end[2] < start[2] ? 1 : 0);
  const monthsBetween = (from, to) => {
    const [start, end] = [day(from), day(to)];
    if (!start || !end) return null;
    return (ordinal(start) <= ordinal(end) ? months(start, end) : -months(end, start)) + 0;
  };
  const addDays = (value, days) => {
    const [start, more] = [day(value), whole(days)];
    if (!start || more === null) return null;
    const at = ordinal(start) + more;
    if (at < ordinal([1, 1, 1]) || at > ordinal([9999, 12, 31])) return null;
    const moved = new Date(at * 864e5);
    return iso([moved.getUTCFullYear(), moved.getUTCMonth() + 1, moved.getUTCDate()]);
  };
  const addMonths = (value, more) => {
    const start = day(value);
    const by = whole(more);
    if (!start || by === null) return null;
    const at = start[0] * 12 + start[1] - 1 + by;
    const [year, month] = [Math.floor(at / 12), (((at % 12) + 12) % 12) + 1];
    return year < 1 || year > 9999 ? null : iso([year, month, Math.min(start[2], daysIn(year, month))]);
  };

  const functions = {
    if: (condition, then, otherwise = null) => (condition === true ? then : otherwise),
    coalesce: (...values) => values.find((value) => value !== null) ?? null,
    count_answered: (...values) => values.filter((value) => value !== null).length,
    count_true: (...truths) => truths.filter((one) => one === true).length,
    is_true: (truth) => truth === true,
    ...Object.fromEntries(Object.entries(aggregates).map(([name, f]) => [name, (...values) => f(values)])),
    number: num,
    round,
    floor: ofNum(Math.floor),
    ceiling: ofNum(Math.ceil),
    truncate: ofNum(Math.trunc),
    abs: ofNum(Math.abs),
    sqrt: ofNum((n) => (n >= 0 ? Math.sqrt(n) : null)),
    mod: ofTwo((a, b) => (b === 0 ? null : a % b)),
    power: ofTwo(power),
    is_number: (value) => (value === null ? null : num(value) !== null),
    is_whole: (value) => (value === null ? null : Number.isInteger(num(value))),
    count_chosen: (value) => list(value).length,
    position: (code, listed) =>
      code === null || Array.isArray(code) || listed === null ? null : list(listed).findIndex((one) => same(one) === same(code)) + 1 || null,
    item,
    union: (...values) => (values.some((value) => value !== null) ? distinct(values.flatMap(list)) : null),
    intersection: (a, b) => (a === null || b === null ? null : distinct(list(a).filter((one) => set(b).has(same(one))))),
    without: (a, b) => (a === null ? null : distinct(list(a).filter((one) => !set(b).has(same(one))))),
    contains_all: (a, b) => (a === null || b === null ? null : subset(set(b), set(a))),
    all_different: (...values) => distinct(values.flatMap(list)).length === values.flatMap(list).length,
    text,
    concat: (...values) => join("", ...values),
    join,
    length: ofText((string) => points(string).length),
    substring,
    lower: ofText((string) => bounded(string.toLowerCase())),
    upper: ofText((string) => bounded(string.toUpperCase())),
    trim: ofText((string) => string.trim()),
    single_spaced: ofText((string) => string.trim().replace(/\s+/g, " ")),
    find: testing((string, piece) => (string.includes(piece) ? points(string.slice(0, string.indexOf(piece))).length + 1 : null)),
    replace: (value, piece, by) => testing((string, other) => ofText((instead) => (other ? bounded(string.split(other).join(instead)) : string))(by))(value, piece),
    leading_number: ofText((string) => num(string.match(AHEAD)?.[0] ?? null)),
    contains: testing((string, piece) => string.includes(piece)),
    starts_with: testing((string, piece) => string.startsWith(piece)),
    ends_with: testing((string, piece) => string.endsWith(piece)),
    matches: (value, pattern, flags) => ofText((string) => new RegExp(`^(?:${pattern})$`, flags).test(string))(value),
    date: ofDay(iso),
    year: (value) => monthOf(value)?.[0] ?? null,
    month: (value) => monthOf(value)?.[1] ?? null,
    day: ofDay((found) => found[2]),
    weekday: ofDay((found) => ((((ordinal(found) + 3) % 7) + 7) % 7) + 1),
    hour: (value) => clock(value)?.[0] ?? null,
    minute: (value) => clock(value)?.[1] ?? null,
    seconds,
    days_between: (a, b) => (day(a) && day(b) ? ordinal(day(b)) - ordinal(day(a)) : null),
    months_between: monthsBetween,
    years_between: (a, b) => ((n) => (n === null ? null : Math.trunc(n / 12) + 0))(monthsBetween(a, b)),
    add_days: addDays,
    add_months: addMonths,
    add_years: (value, years) => ((n) => (n === null || Math.abs(n) > 1e4 ? null : addMonths(value, n * 12)))(whole(years)),
    is_date: (value) => (value === null ? null : day(value) !== null),
  };
  const arithmetic = { "+": (a, b) => a + b, "-": (a, b) => a - b, "*": (a, b) => a * b, "/": (a, b) => (b === 0 ? null : a / b) };

  /* names, and the parts of grids and repeats */
  const within = (name, suffix) => name.replace(/(?=@)|$/, () => suffix);
  const percent = (character) => Array.from(new TextEncoder().encode(character), (byte) => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`).join("");
  const suffixOf = (part) => `@${text(part).replace(/(?!\ufeff)[@%.`\s\x1c-\x1f\x85]/gu, percent)}`;
  const kindName = (name) => within(name, "\x1fmissing");
  const parts = (over, get) => {
    const held = get(over);
    if (held === null) return null;
    const suffixes = list(held).map(suffixOf);
    return list(held).map((part) => [part, (name) => {
      if (name === "part") return part;
      if (name === "each") return get(`${over}.${text(part)}`);
      const found = get(within(name, suffixOf(part)));
      return found !== null || suffixes.some((suffix) => get(within(name, suffix)) !== null) ? found : get(name);
    }]);
  };
  const reasonOf = ([, name], get) => {
    if (get(name) !== null) return null;
    const kinds = get(kindName(name));
    const one = Array.isArray(kinds) ? (new Set(kinds).size > 1 ? "unanswered" : (kinds[0] ?? null)) : kinds;
    return ["refused", "dont_know", "not_applicable", "unanswered"].includes(one) ? one : "not_asked";
  };
  const gather = (measure, over, inner, get) => {
    const found = parts(over, get);
    if (measure === "count" || measure === "parts") {
      const true_ = found?.filter(([, scope]) => run(inner, scope) === true).map(([part]) => part);
      return measure === "count" ? (true_?.length ?? 0) : (true_ ?? null);
    }
    const values = (found ?? []).flatMap(([, scope]) => list(run(inner, scope)));
    return measure === "list" ? found && values : aggregates[measure](values);
  };

  const run = (node, get) => {
    const [kind, a, b, c] = node;
    switch (kind) {
      case "n": return get(a);
      case "k": return a;
      case "f": return a === "today" ? functions.date(get("\x1ftoday")) : functions[a](...node.slice(2).map((one) => run(one, get)));
      case "g": return gather(a, b, c, get);
      case "and": return kleene(node.slice(1), false, (one) => run(one, get));
      case "or": return kleene(node.slice(1), true, (one) => run(one, get));
      case "not": return ((truth) => (truth === null ? null : !truth))(run(a, get));
      case "missing": return (c ? reasonOf(a, get) === c : run(a, get) === null) !== b;
      case "in": {
        const [left, right] = [run(a, get), run(b, get)];
        return left === null || right === null ? null : [...set(left)].some((one) => set(right).has(one)) !== c;
      }
      case "any": case "all": {
        const found = parts(a, get);
        return found && kleene(found, kind === "any", ([, scope]) => run(b, scope));
      }
      case "==": case "!=": case "<": case "<=": case ">": case ">=": return compare(kind, run(a, get), run(b, get));
      default: return ofTwo(arithmetic[kind])(run(a, get), run(b, get));
    }
  };

  /* Return true, false or null of a tree under values by name; the value where the tree is an expression. */
  return (tree, values) => run(tree, (name) => (Object.hasOwn(values, name) ? values[name] : null));
})();
