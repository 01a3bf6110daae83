/* The search: first what answers most of the query. */
document.currentScript.kr = (names) => {
  const { kinds, months, subs, words: plain } = names;
  const [entries, vocab, letters] = [[], new Map(), {}];

  /* As in macros/search/folding.py, with its table. */
  function fold(text) {
    text = text.toLowerCase();
    if (/[^ -~]/.test(text)) {
      text = text.normalize("NFKD").replace(/\p{M}/gu, "");
      for (const [pair, one] of names.pairs) text = text.replaceAll(pair, one);
    }
    return text.replace(/[^a-z0-9]/gu, (sign) => names.fold[sign] ?? " ").trim().replace(/ +/g, " ");
  }

  /* A word, its letters as bits, and how many slips it may have. */
  function bitsOf(word) {
    let bits = 0;
    for (const letter of word) bits |= 1 << letter.charCodeAt();
    return { word, bits, limit: /\d/.test(word) || !word[2] ? 0 : word[7] ? 2 : 1 };
  }
  /* Entries named so, entries that say so, words of one meaning. */
  function know(word) {
    let own = vocab.get(word);
    if (!own) {
      vocab.set(word, own = { ...bitsOf(word), at: [], said: [], like: [] });
      (letters[word[0]] ??= []).push(own);
    }
    return own;
  }
  for (const line of months.concat(names.likes)) {
    const like = line.map(know);
    for (const own of like) own.like = like;
  }

  function addAll(rows) {
    for (const kind in rows) for (const [path, sub, when, date, weight, shown, ...labels] of rows[kind]) {
      const number = entries.length;
      const forms = labels.map((label) => {
        const text = fold(label);
        return { ...bitsOf(text.replaceAll(" ", "")), text, words: text.split(" ").map(know) };
      });
      const dates = when.replace(/-(\d\d)/g, (_, part) => ` ${months[part - 1]?.[0]} ${part}`).replace(/\b0/g, "");
      const rest = fold(`${subs[sub]} ${kinds[kind][0]} ${dates}`).split(" ").map(know);
      for (const own of rest.concat(...forms.map(({ words }) => words))) own.at.push(number);
      const [first, last = first] = when.split("/");
      entries.push({ number, kind, path, sub: subs[sub], first, last, date, weight, shown, labels, forms, units: [] });
    }
  }
  addAll(names.entries);

  /* Letters more, less, other or swapped; 99 beyond the limit. */
  function slips(a, b, limit) {
    if (Math.abs(a.length - b.length) > limit) return 99;
    let [before, last] = [[], Array.from(`${b}.`, (_, at) => at)];
    for (let i = 0; i < a.length; i += 1) {
      const row = [i + 1];
      for (let j = 0; j < b.length; j += 1) {
        row.push(Math.min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] !== b[j]), i && a[i] === b[j - 1] && a[i - 1] === b[j] ? before[j - 1] + 1 : 99));
      }
      [before, last] = [last, row];
    }
    return last[b.length] > limit ? 99 : last[b.length];
  }
  /* One letter of another script may be two of ours. */
  const thin = (word) => word.replace(/[cdgkstz]h|ts|dz|y[ua]/g, (two) => two[0].toUpperCase());
  function near({ word, bits, limit }, other) {
    let count = limit && Math.abs(word.length - other.word.length) <= 2 * limit ? 0 : 9;
    for (let odd = bits ^ other.bits; odd; odd &= odd - 1) count += 1;
    return count > 2 * limit ? 99 : Math.min(slips(word, other.word, limit), slips(thin(word), thin(other.word), limit));
  }

  /* What a word stands for, and how well (the same, begun, ending, a slip); what it finds; the rare weighs more. */
  function ask(word) {
    const fits = new Map();
    const take = (fit, ...owns) => owns.forEach((own) => fits.set(own, Math.max(fit, fits.get(own) ?? 0)));
    for (const own of letters[word[0]] ?? []) {
      const one = own.word;
      const more = one.length - word.length;
      if (!more && one === word) take(0.95, ...own.like);
      if (one.startsWith(word) ? !/\d\d/.test(word.at(-1) + one[word.length]) : one[3] && more > -3 && word.startsWith(one)) take(more ? 0.8 : 1, own, ...(more && word[4] ? own.like : []));
    }
    if (![...fits.keys()].some(({ at }) => at[0])) {
      const asked = bitsOf(word);
      for (const own of vocab.values()) {
        const off = near(asked, own);
        if (off < 3) take(0.9 - off / 10, own, ...own.like);
      }
    }
    const found = entries.map(() => 0);
    const mark = (which, part) => fits.forEach((fit, own) => own[which].forEach((at) => found[at] = Math.max(found[at], part * fit)));
    mark("at", 0.95);
    const count = found.filter(Boolean).length;
    mark("said", 0.5);
    return { word, fits, found, weight: Math.log(2 + entries.length / (count + 5)) };
  }

  /* "2020", "2020-09", "2020-09-27", "09-27" or "". */
  function dateOf(query) {
    let [year, month, ...numbers] = [""];
    for (const word of query.split(" ")) {
      const named = months.findIndex((forms) => forms.some((form) => (word[2] && form.startsWith(word)) || (word[3] && slips(word, form, 1) < 2)));
      if (named >= 0) month = named + 1;
      else if (/^(1[789]\d|20[0-3])\d$/.test(word) && !year) year = word;
      else if (/^\d\d?(st|nd|rd|th)?$/.test(word)) numbers.push(parseInt(word, 10));
      else if (word !== "of") return "";
    }
    if (!year && (month ? numbers[1] : numbers[2])) year = `${new Date(`1/1/${numbers.pop()}`).getFullYear()}`;
    if (!month && year && numbers[1]) {
      if (query.startsWith(year) || numbers[1] > 12) numbers.reverse();
      month = numbers.pop();
    }
    const [day, more] = numbers;
    if (more || month > 12 || (day ? !month || day > new Date(year || 2000, month, 0).getDate() : !year)) return "";
    return [year, month, day].filter(Boolean).map((part) => `${part}`.padStart(2, 0)).join("-");
  }

  function scoreDate({ kind, first, last, weight }, asked) {
    if (!first || !asked || kind === "sources") return 0;
    const isYearless = asked[2] === "-";
    const meets = (day) => day.startsWith(asked, isYearless && 5);
    const isLong = new Date(last) - new Date(first) > 1e9;
    const fit = meets(first) ? 33 : meets(last) ? 32 : isYearless || first > asked || last < asked ? 0 : 29 - 28 * isLong;
    return fit && 120 + 40 * (kind === "events") + weight * 2 + fit - (first !== last);
  }

  const best = (entry, score) => entry.forms.reduce((top, form, at) => {
    const own = score(form);
    const now = own > 0 && own - (at && (at > entry.shown ? 1.5 : 0.5)) + entry.weight / 2;
    return now > top.score ? { entry, score: now, form: at } : top;
  }, { entry, score: 0, form: 0 });

  function same(form, sought, isPerson) {
    const { query } = sought;
    const { text } = form;
    const part = 15 * query.length / text.length;
    if (text === query) return 100;
    if (form.word === sought.word) return 97;
    if (text.startsWith(query)) return 75 + part + 2 * (text[query.length] === " ");
    if (text.includes(` ${query}`)) return isPerson ? 86 + 6 * text.endsWith(query) : 73 + part;
    return 90 - 12 * near(sought, form);
  }

  /* What answers all or almost as much as the best: by one name, by all, half by its text. */
  function byWords(words) {
    const asks = words.map(ask);
    const total = asks.reduce((sum, { weight }) => sum + weight, 0);
    const worth = (number, fitOf) => asks.reduce((sum, one) => sum + one.weight * Math.max(fitOf(one), one.found[number]), 0) / total;
    const answers = entries.map(({ kind, number }) => (kind === "sources" ? 0 : worth(number, () => 0)));
    const least = 0.7 * Math.max(0.01, ...answers);
    return entries.flatMap((entry, number) => {
      const isWhole = asks.every(({ found }) => found[number]);
      if (!isWhole && answers[number] < least) return [];
      const hit = best(entry, (form) => {
        let close = 0;
        const part = worth(number, ({ word, fits }) => {
          const fit = form.words.reduce((most, own) => Math.max(most, fits.get(own) ?? 0), 0);
          close += fit * word.length;
          return fit;
        });
        return part * part * (60 + 22 * Math.min(close / form.word.length, 1));
      });
      return { ...hit, open: asks.filter(({ found }) => found[number] && found[number] <= 0.5) };
    });
  }

  /* {entry, score, form: which name, open: words that the text alone says}, sources last. */
  function find(text) {
    const query = fold(text);
    if (!query) return [];
    let words = query.split(" ").flatMap((word) => (plain[word] ?? word).match(/\w+/g) ?? []);
    if (!words[0]) words = query.split(" ");
    const alike = words.map((word) => vocab.get(word)?.like[0]?.word ?? word);
    const sought = [...new Set([query, words.join(" "), alike.join(" ")])].map((query) => ({ ...bitsOf(query.replaceAll(" ", "")), query }));
    const asked = dateOf(query);
    let [hits, lead] = [new Map(), 0];
    function keep(hit) {
      const { entry, score } = hit;
      /* A number asks for a document rather than for what is told of it. */
      if (score && entry.kind === "documents" && words.some((word) => /\d/.test(word) && vocab.get(word)?.at.includes(entry.number))) hit.score += 10;
      if (hit.score > (hits.get(entry)?.score ?? 0)) hits.set(entry, hit);
      if (entry.kind !== "sources") lead = Math.max(lead, hit.score);
    }
    for (const entry of entries) {
      keep({ entry, score: scoreDate(entry, asked), form: 0 });
      keep(best(entry, (form) => Math.max(...sought.map((one, loss) => same(form, one, entry.kind === "people") - 3 * !!loss))));
    }
    byWords(words).forEach(keep);
    const rank = ({ entry, score }) => score - 999 * (entry.kind === "sources" && !(words[4] && score > 2 * lead));
    return [...hits.values()].sort((a, b) => rank(b) - rank(a));
  }

  function unitOf({ entry, open = [] }) {
    const count = (unit) => open.filter(({ word }) => unit.text.includes(` ${word}`)).length;
    return entry.units.reduce((top, unit) => (count(unit) > (top ? count(top) : 0) ? unit : top), undefined);
  }

  /* The second stage, in slices so that typing is not held up. */
  function addTexts(more, done) {
    const rows = Object.values(more.texts).flat();
    let number = 0;
    (function slice() {
      for (const row of rows.splice(0, 15)) {
        while (row[0] != null) {
          const [anchor, says] = row.splice(0, 2);
          const text = ` ${fold(says)}`;
          entries[number].units.push({ anchor, says, text });
          for (const word of new Set(text.trim().split(" "))) know(word).said.push(number);
        }
        number += 1;
      }
      if (rows[0]) return setTimeout(slice);
      addAll(more.entries);
      return done();
    })();
  }

  function nearest(text) {
    const tight = fold(text).replaceAll(" ", "");
    return entries.map((entry) => best(entry, ({ word }) => 90 - 12 * slips(tight, word, tight.length / 3)))
      .filter(({ score }) => score > 0).sort((a, b) => b.score - a.score).slice(0, 3);
  }
  return { fold, find, unitOf, nearest, addTexts, kinds };
};
