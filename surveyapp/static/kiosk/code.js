/* Mint receipt codes, and draw codes to scan (ISO/IEC 18004: bytes, versions 1 to 5, level L, mask 0). */
"use strict";
const kioskCode = (() => {
  const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  /* Data and correction bytes of one block, by version. */
  const BYTES = [[19, 7], [34, 10], [55, 15], [80, 20], [108, 26]];
  const FORMAT = 0b111011111000100;

  /* 80 bits at random, in groups of four. */
  const mint = () => {
    const letters = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => LETTERS[byte & 31]).join("");
    return letters.match(/.{4}/g).join("-");
  };

  /* Arithmetic in the field of 256 elements. */
  const powers = [1];
  for (let at = 1; at < 255; at++) {
    const twice = powers[at - 1] * 2;
    powers.push(twice > 255 ? twice ^ 0x11d : twice);
  }
  const logarithm = new Map(powers.map((power, at) => [power, at]));
  const times = (a, b) => (a && b ? powers[(logarithm.get(a) + logarithm.get(b)) % 255] : 0);

  const correction = (data, n) => {
    let divisor = [1];
    for (let at = 0; at < n; at++) {
      const shifted = [...divisor, 0];
      divisor = shifted.map((one, place) => one ^ times(divisor[place - 1] ?? 0, powers[at]));
    }
    const rest = [...data, ...Array(n).fill(0)];
    data.forEach((_, at) => {
      const factor = rest[at];
      divisor.forEach((one, place) => (rest[at + place] ^= times(one, factor)));
    });
    return rest.slice(data.length);
  };

  const codewords = (bytes, [room, n]) => {
    const bits = [0, 1, 0, 0];
    const push = (value, length) => {
      for (let at = length - 1; at >= 0; at--) bits.push((value >> at) & 1);
    };
    push(bytes.length, 8);
    bytes.forEach((byte) => push(byte, 8));
    push(0, Math.min(4, room * 8 - bits.length));
    while (bits.length % 8) bits.push(0);
    const data = Array.from({ length: bits.length / 8 }, (_, at) => parseInt(bits.slice(at * 8, at * 8 + 8).join(""), 2));
    for (let pad = 0xec; data.length < room; pad ^= 0xec ^ 0x11) data.push(pad);
    return [...data, ...correction(data, n)];
  };

  const finder = (grid, top, start) => {
    for (let y = -1; y <= 7; y++)
      for (let x = -1; x <= 7; x++) {
        const ring = Math.max(Math.abs(y - 3), Math.abs(x - 3));
        if (grid[top + y]?.[start + x] !== undefined) grid[top + y][start + x] = ring !== 2 && ring !== 4;
      }
  };
  const patterns = (version) => {
    const size = 17 + 4 * version;
    const grid = Array.from({ length: size }, () => Array(size).fill(null));
    for (const [y, x] of [[0, 0], [0, size - 7], [size - 7, 0]]) finder(grid, y, x);
    const aligned = version > 1 ? size - 7 : null;
    for (let y = -2; aligned && y <= 2; y++)
      for (let x = -2; x <= 2; x++) grid[aligned + y][aligned + x] = Math.max(Math.abs(y), Math.abs(x)) !== 1;
    for (let at = 8; at < size - 8; at++) grid[6][at] = grid[at][6] = at % 2 === 0;
    grid[size - 8][8] = true;
    for (let at = 0; at < 15; at++) {
      const dark = ((FORMAT >> at) & 1) === 1;
      grid[at < 6 ? at : at < 8 ? at + 1 : size - 15 + at][8] = dark;
      grid[8][at < 8 ? size - 1 - at : at === 8 ? 7 : 14 - at] = dark;
    }
    return grid;
  };

  /* Return rows of dark and light, or null where the text is too long. */
  const draw = (text) => {
    const bytes = [...new TextEncoder().encode(text)];
    const version = BYTES.findIndex(([room]) => bytes.length <= room - 2) + 1;
    if (!version) return null;
    const grid = patterns(version);
    const bits = codewords(bytes, BYTES[version - 1]).flatMap((byte) => Array.from({ length: 8 }, (_, at) => (byte >> (7 - at)) & 1));
    let up = true;
    for (let right = grid.length - 1; right > 0; right -= 2) {
      if (right === 6) right = 5;
      for (let step = 0; step < grid.length; step++) {
        const y = up ? grid.length - 1 - step : step;
        for (const x of [right, right - 1]) if (grid[y][x] === null) grid[y][x] = (bits.shift() ?? 0) === 1 !== ((y + x) % 2 === 0);
      }
      up = !up;
    }
    return grid;
  };

  return { mint, draw };
})();
