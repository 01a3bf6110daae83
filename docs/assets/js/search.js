/* The search itself: names that are the query, begin with it, hold its words, are a slip away; then text. */
document.currentScript.kr = (names) => {
  const { months, kinds, subs } = names;
  const entries = [];
  const vocab = new Map();

  /* fold() of macros/search/folding.py, with the table that it wrote. */
  function fold(text) {
    text = text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");
    for (const [pair, one] of names.pairs) text = text.replaceAll(pair, one);
    return text.replace(/[^a-z0-9]/gu, (sign) => names.fold[sign] ?? " ").trim().replace(/ +/g, " ");
  }

  /* The letters of a word as bits: two words that differ in many cannot be a slip apart. */
  const bitsOf = (word) => [...word].reduce((bits, letter) => bits | (1 << letter.charCodeAt(0)), 0);
  /* Number of a word of some name; numbers, since words are compared at every key. */
  function know(word) {
    if (!vocab.has(word)) vocab.set(word, { id: vocab.size, bits: bitsOf(word) });
    return vocab.get(word).id;
  }

  function add(kind, [path, sub, when, weight, shown, ...labels]) {
    const forms = labels.map((label) => {
      const text = fold(label);
      const words = text.split(" ");
      const tight = words.join("");
      return { text, words: words.map(know), tight, bits: bitsOf(tight), raw: label.toLowerCase() };
    });
    const rest = fold(`${when} ${subs[sub]} ${kinds[kind][0]}`).split(" ").map(know);
    const bag = [...new Set([...forms.flatMap((form) => form.words), ...rest])];
    entries.push({ kind, path, sub: subs[sub], when, weight, shown, labels, forms, bag, units: [] });
  }
  const addAll = (rows) => Object.keys(rows).forEach((kind) => rows[kind].forEach((row) => add(kind, row)));
  addAll(names.entries);

  /* Slips between two words (a letter more, less, another, two swapped), Infinity when they are more than the limit. */
  function slips(a, b, limit) {
    if (Math.abs(a.length - b.length) > limit) return Infinity;
    let [before, last, row] = [[], [], Array.from({ length: b.length + 1 }, (_, at) => at)];
    for (let i = 1; i <= a.length; i += 1) {
      [before, last, row] = [last, row, [i]];
      let least = i;
      for (let j = 1; j <= b.length; j += 1) {
        let cost = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
        if (i > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, before[j - 2] + 1);
        row.push(cost);
        least = Math.min(least, cost);
      }
      if (least > limit) return Infinity;
    }
    return row[b.length] > limit ? Infinity : row[b.length];
  }
  function near(a, aBits, b, bBits, limit) {
    let count = Math.abs(a.length - b.length) > limit ? 99 : 0;
    for (let odd = aBits ^ bBits; odd; odd &= odd - 1) count += 1;
    return count > 2 * limit ? Infinity : slips(a, b, limit);
  }
  const allowed = (word) => (/\d/.test(word) || word.length < 3 ? 0 : word.length < 8 ? 1 : 2);

  /* For a word of the query: how well the words of all names fit it, by number; 1 the same, .9 begun, .6 with a slip. */
  function meanings(word, isLoose) {
    const fits = new Float32Array(vocab.size);
    const bits = bitsOf(word);
    const limit = isLoose ? allowed(word) : 0;
    for (const [one, own] of vocab) {
      if (one.startsWith(word)) fits[own.id] = one === word ? 1 : 0.9;
      else if (limit && near(word, bits, one, own.bits, limit) <= limit) fits[own.id] = 0.6;
    }
    return [word.length, fits];
  }

  /* How much of the query and of a name (words, letters) stand for each other, 0 to 1; with `isWhole`, 0 unless every word of the query does. */
  function share(means, words, letters, isWhole) {
    let [met, asked] = [0, 0];
    for (const [length, fits] of means) {
      let best = 0;
      for (const word of words) if (fits[word] > best) best = fits[word];
      if (!best && isWhole) return 0;
      met += best * length;
      asked += length;
    }
    return (met / asked) * (0.4 + 0.6 * Math.min(met / letters, 1));
  }

  function scoreForm(form, { query, tight, bits, raw, means, limit }, isPerson) {
    if (form.text === query) return 100;
    if (form.tight === tight) return 97;
    if (isPerson && query[2] && form.text.includes(` ${query}`)) return form.text.endsWith(` ${query}`) ? 92 : 86;
    if (form.text.startsWith(query)) return 74 + (16 * query.length) / form.text.length + (form.text[query.length] === " " ? 3 : 0);
    const part = share(means, form.words, form.tight.length, true);
    let off = limit ? near(tight, bits, form.tight, form.bits, limit) : Infinity;
    /* One letter of another script may be two of ours. */
    if (limit && off > 1 && raw > "\u036f" && form.raw > "\u036f") off = Math.min(off, slips(raw, form.raw, limit));
    return Math.max(part && 46 + 36 * part, 90 - 12 * off);
  }

  /* The year, month or day that the query is, as far as it is written: "2020", "2020-09", "2020-09-27", "09-27"; else "". */
  function dateOf(query) {
    const numbers = [];
    let [year, month] = ["", 0];
    for (const word of query.split(" ")) {
      if (word === "of") continue;
      const named = word.length < 3 ? -1 : months.findIndex((forms) => forms.some((form) => form.startsWith(word) || (word.length > 3 && slips(word, form, 1) < 2)));
      if (named >= 0) month = named + 1;
      else if (/^(1[789]\d|20[0-3])\d$/.test(word) && !year) year = word;
      else if (/^\d\d?(st|nd|rd|th)?$/.test(word)) numbers.push(parseInt(word, 10));
      else return "";
    }
    if (!year && numbers.length + !!month > 2) year = String(new Date(`1/1/${numbers.pop()}`).getFullYear());
    if (!month && year && numbers.length === 2) {
      if (query.startsWith(year) || numbers[1] > 12) numbers.reverse();
      month = numbers.pop();
    }
    const [day] = numbers;
    if (numbers.length > 1 || month > 12 || day > new Date(year || 2000, month, 0).getDate() || (day && !month) || !(year || day)) return "";
    return [year, month, day].filter(Boolean).map((part) => String(part).padStart(2, "0")).join("-");
  }
  function ends(when) {
    const [first, last = first] = when.replace(/[?~%]/g, "").split("/");
    return [first, last];
  }

  /* A day leads to what began, ended or went on then: events first, the weightiest before all. */
  function scoreDate({ kind, when, weight }, asked) {
    if (!when || kind === "sources") return 0;
    const [first, last] = ends(when);
    const isYearless = asked[2] === "-";
    const meets = (day) => (isYearless ? day.slice(5) : day).startsWith(asked);
    const fit = meets(first) ? 3 : meets(last) ? 2 : !isYearless && first < asked && last > asked ? 1 : 0;
    return fit && 120 + (kind === "events" ? 40 : 0) + weight * 2 + fit - (first !== last);
  }

  function show(when) {
    const words = ends(when).map((date) => {
      const [year, month, day] = date.split("-");
      return [Number(day) || "", month && months[month - 1][0].replace(/^./, (letter) => letter.toUpperCase()), year.replace("..", "now")].join(" ").trim();
    });
    return [...new Set(words)].join(" – ");
  }

  const best = (entry, score) => entry.forms.reduce((top, form, at) => {
    const own = score(form);
    const now = own > 0 && own - (at && (at > entry.shown ? 1.5 : 0.5)) + entry.weight / 2;
    return now > top.score ? { entry, score: now, form: at } : top;
  }, { entry, score: 0 });

  /* {entry, score, form: number of the name, unit: piece of text} of what answers the query, the best first, sources last. */
  function find(text) {
    const query = fold(text);
    if (!query) return [];
    const words = query.split(" ");
    /* As it is, and without words that fill, with "resolution" for its name elsewhere. */
    const plain = words.map((word) => names.words[word] ?? word).join(" ").trim().replace(/ +/g, " ") || query;
    const sought = [...new Set([query, plain])].map((query) => {
      const tight = query.replaceAll(" ", "");
      return { query, tight, bits: bitsOf(tight), raw: text.toLowerCase(), limit: allowed(tight), means: query.split(" ").map((word) => meanings(word)) };
    });
    const asked = dateOf(query);
    const hits = [];
    let left = entries;
    const look = (score) => {
      const found = left.map(score).filter((hit) => hit.score > 0).sort((a, b) => b.score - a.score);
      hits.push(...found);
      const have = new Set(found.map((hit) => hit.entry));
      left = left.filter((entry) => !have.has(entry));
    };
    look((entry) => {
      const dated = asked && scoreDate(entry, asked);
      if (dated) return { entry, score: dated, form: 0 };
      const named = best(entry, (form) => Math.max(...sought.map((one, loss) => scoreForm(form, one, entry.kind === "people") - 3 * loss)));
      return named.score > 0 || words.length < 2 ? named : { entry, score: 60 * share(sought.at(-1).means, entry.bag, 99, true), form: 0 };
    });
    const isSure = hits[0]?.score > 66;
    const parts = words.map((word) => ` ${word}`);
    if (query.length > 2) look((entry) => {
      const unit = entry.units.find(({ text }) => parts.every((part) => text.includes(part)));
      return { entry, unit, score: unit ? 1 + entry.weight : 0 };
    });
    if (!isSure) {
      const loose = words.map((word) => meanings(word, true));
      look((entry) => best(entry, (form) => {
        const part = share(loose, form.words, form.tight.length);
        return part > 0.2 && part * 40;
      }));
    }
    return [...hits.filter(({ entry }) => entry.kind !== "sources"), ...hits.filter(({ entry }) => entry.kind === "sources")];
  }

  /* The second stage: the text of what is known, folded in slices so that typing is not held up, and the sources. */
  function addTexts(more, done) {
    const rows = Object.keys(more.texts).flatMap((kind) => more.texts[kind]);
    const owners = entries.slice();
    (function slice() {
      for (const until = performance.now() + 8; owners.length && performance.now() < until;) {
        const { units } = owners.shift();
        const row = rows.shift();
        for (let at = 0; at < row.length; at += 2) units.push({ anchor: row[at], says: row[at + 1], text: ` ${fold(row[at + 1])}` });
      }
      if (owners.length) return setTimeout(slice);
      addAll(more.entries);
      return done();
    })();
  }

  /* Names nearest to a text. */
  function nearest(text) {
    const tight = fold(text).replaceAll(" ", "");
    return entries.map((entry) => best(entry, (form) => 1 / slips(tight, form.tight, tight.length / 3)))
      .filter((hit) => hit.score > 0).sort((a, b) => b.score - a.score).slice(0, 3);
  }
  return { fold, find, nearest, addTexts, show, kinds };
};
