// All text as one file, in place of search.
export default class {
  data() {
    return { permalink: "/index.json" };
  }

  render({ world: w }) {
    return JSON.stringify(w.pages.map(({ kind, id, r }) => {
      const parts = [r.summary, r.publisher, r.role, r.why, ...["account", "decides", "claims"].flatMap((field) => (r[field] || []).map((one) => one.says))];
      return { location: `/${kind}/${id}/`, title: r.title || r.name, names: r.spellings || [], text: parts.filter(Boolean).join(" ") };
    }));
  }
}
