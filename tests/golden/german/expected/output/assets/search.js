// The search page. Where the site has an index (made by Pagefind, a part a year), updates are found by their words; else, and
// from a disk, the list of the page is narrowed to what is typed. Without a script the page is that list.
(() => {
  const box = document.getElementById("search_box");
  const list = document.getElementById("search_list");
  const years = box.dataset.years.split(" ").filter(Boolean);
  const root = new URL("../", new URL(box.dataset.root, location)).href;
  const part = (year) => `${root}pagefind/${year}/`;
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/\s+/g, " ").trim();
  const asked = new URLSearchParams(location.search).get("q") || "";

  function narrow() {
    const input = document.getElementById("search_words");
    const status = box.querySelector("[role=status]");
    const items = [...list.querySelectorAll("li")].map((item) => [item, plain(item.textContent)]);
    const show = () => {
      const words = plain(input.value).split(" ").filter(Boolean);
      let found = 0;
      for (const [item, text] of items) {
        item.hidden = !words.every((word) => text.includes(word));
        found += item.hidden ? 0 : 1;
      }
      status.textContent = words.length ? box.dataset.found.replace("{found}", found).replace("{all}", items.length) : "";
    };
    input.form.addEventListener("submit", (event) => event.preventDefault());
    input.addEventListener("input", show);
    input.value = asked;
    box.hidden = false;
    show();
  }

  async function there() {
    const answers = await Promise.all(
      years.map((year) => fetch(`${part(year)}pagefind-entry.json`).then((answer) => answer.ok, () => false)),
    );
    return years.filter((year, at) => answers[at]);
  }

  async function search() {
    const [first, ...others] = await there();
    if (!first) return narrow();
    const baseUrl = new URL(root).pathname;
    await import(`${part(first)}pagefind-component-ui.js`);
    window.PagefindComponents.configureInstance("default", {
      bundlePath: part(first),
      baseUrl,
      mergeIndex: others.map((year) => ({ bundlePath: part(year), baseUrl })),
    });
    const add = (name, attributes = {}) => {
      const element = document.createElement(name);
      for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
      box.append(element);
    };
    box.replaceChildren();
    add("pagefind-input", { placeholder: box.dataset.words });
    add("pagefind-filter-pane");
    add("pagefind-summary");
    add("pagefind-results", { "max-sub-results": "20" });
    box.hidden = false;
  }

  if (location.protocol === "file:") narrow();
  else search().catch(narrow);
})();
