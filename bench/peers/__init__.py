"""The same invented records as sites of other generators, and all of them measured side by side.

Every peer gets every word of every record: title, names, summary, account, claims with status, question and answers,
offices, control, signatures, notes, sources, and what other records say of it. Read the ratios with what peers leave out:

- All of them: no check of the data (fields, dates, references, rules), no downloads (JSON, CSV, SQLite, feeds, calendar,
  bibliography), no ways to cite, no dates in words, no drawn figures or maps, no "as known on" day, no list of events on
  the page of a period, no chronology by decade or kind, no verification of the finished site, no list of digests.
- MkDocs and Zensical: their pages are written for them beforehand, outside the clock: they read finished Markdown and
  know nothing of records. Their search is the theme's own, one index of all text. Links are checked, anchors are not.
- Hugo on Markdown: the same pages, own templates without theme, styles, menu or table of contents of a page;
  all text as one JSON file in place of search; links are not checked.
- Hugo and Eleventy on data: read the very files of records that we read, resolve references in templates of ours and
  collect who names whom; one JSON file in place of search, nothing checked: a reference that leads nowhere is not told.
  As JSON the same records would cost Hugo about a fifth less; nobody writes records so.

A test holds the built sites of all peers to the same words, page by page.
"""
