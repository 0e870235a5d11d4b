// Keeps a page that `sitegen serve --watch` shows up to date: reloads it in place, swaps its stylesheets, and lays the
// problems of the last build over it. The server adds this script to what it sends; it is in no file of the site.
(() => {
  "use strict";

  const RETRY_MS = 5000;
  const SCROLL_KEY = "sitegen-scroll:" + location.pathname;
  const LOOK = `
    :host { all: initial; display: block; position: fixed; inset: auto 0 0 0; z-index: 2147483647; color-scheme: light dark; }
    section { background: Canvas; color: CanvasText; border-top: 4px solid #c62828; box-shadow: 0 0 2rem rgb(0 0 0 / .35);
      font: 15px/1.5 system-ui, sans-serif; max-height: 60vh; overflow: auto; padding: .75rem 1rem 1rem; }
    header { align-items: center; display: flex; gap: 1rem; justify-content: space-between; }
    h2 { font-size: 1rem; margin: 0; }
    button { font: inherit; padding: .2rem .8rem; }
    pre { font: 13px/1.5 ui-monospace, monospace; margin: .5rem 0 0; overflow-x: auto; white-space: pre; }
    @media print { :host { display: none; } }`;

  const isProblemPage = document.documentElement.hasAttribute("data-sitegen-problems");
  let build = Number(document.currentScript.dataset.build);
  let source = null;
  let overlay = null;
  let closedAt = 0; // the build whose problems the reader has closed

  // One page has several addresses: with and without index.html, with and without percent-encoding.
  function fold(path) {
    try {
      path = decodeURIComponent(path);
    } catch {
      // not UTF-8: compared as it stands
    }
    return path.replace(/\/index\.html$/, "/");
  }

  const pathOf = (url) => fold(new URL(url, location.href).pathname);
  const isOwn = (url) => new URL(url, location.href).origin === location.origin;

  // Storage may be switched off; then a reload starts at the top.
  function remember() {
    try {
      sessionStorage.setItem(SCROLL_KEY, JSON.stringify([scrollX, scrollY]));
    } catch {
      // see above
    }
  }

  function recall() {
    try {
      const saved = sessionStorage.getItem(SCROLL_KEY);
      sessionStorage.removeItem(SCROLL_KEY);
      return saved ? JSON.parse(saved) : null;
    } catch {
      return null;
    }
  }

  function restoreScroll() {
    const place = recall();
    if (!place) return;
    const restore = () => scrollTo({ left: place[0], top: place[1], behavior: "instant" });
    restore();
    // The browser goes to the #anchor once more when pictures have come.
    addEventListener("load", () => requestAnimationFrame(restore), { once: true });
  }

  function reload() {
    remember();
    disconnect();
    location.reload();
  }

  const leaving = new WeakSet(); // sheets whose successor is on its way

  function sheets() {
    const links = [...document.querySelectorAll('link[rel~="stylesheet"][href]')];
    return links.filter((link) => isOwn(link.href) && !leaving.has(link));
  }

  function swap(link) {
    const next = link.cloneNode();
    const url = new URL(link.href);
    url.searchParams.set("build", String(build));
    next.href = url.href;
    // The old sheet stays until the new one is there, so the page is never seen without style.
    next.addEventListener("load", () => link.remove(), { once: true });
    next.addEventListener("error", () => (next.remove(), leaving.delete(link)), { once: true });
    leaving.add(link);
    link.after(next);
  }

  function close() {
    closedAt = build;
    overlay?.remove();
    overlay = null;
  }

  function open() {
    const host = document.createElement("sitegen-problems");
    const shadow = host.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet(); // a page may forbid style elements and attributes (its Content-Security-Policy)
    sheet.replaceSync(LOOK);
    shadow.adoptedStyleSheets = [sheet];
    const make = (name, parent, text = "") => {
      const element = document.createElement(name);
      element.textContent = text;
      return parent.appendChild(element);
    };
    const panel = make("section", shadow);
    panel.setAttribute("role", "alert");
    const header = make("header", panel);
    const button = make("button", header, "Close");
    header.prepend(make("h2", header, "The last build found problems"));
    button.type = "button";
    button.title = "Close (Esc)";
    button.addEventListener("click", close);
    make("pre", panel).tabIndex = 0; // it scrolls, so the keyboard must reach it
    document.documentElement.append(host);
    return host;
  }

  function show(problems) {
    if (!problems) {
      overlay?.remove();
      overlay = null;
    } else if (closedAt !== build && !isProblemPage) {
      overlay ??= open();
      overlay.shadowRoot.querySelector("pre").textContent = problems;
    }
  }

  // True if the page must be loaded again: it, or a file it uses that is no stylesheet of a <link>, is another one now.
  function isStale(message) {
    const touched = new Set([...message.changed, ...message.removed].map(fold));
    const linked = new Set(sheets().map((link) => pathOf(link.href)));
    const used = performance.getEntriesByType("resource").map((entry) => entry.name).filter(isOwn).map(pathOf);
    return touched.has(fold(location.pathname)) || used.some((path) => touched.has(path) && !linked.has(path));
  }

  function receive(message) {
    const isNews = message.build !== build;
    build = message.build;
    if (isNews && (message.missed || isProblemPage || isStale(message))) {
      reload();
      return;
    }
    const changed = new Set(message.changed.map(fold));
    sheets().filter((link) => isNews && changed.has(pathOf(link.href))).forEach(swap);
    show(message.problems);
  }

  // A page that is not seen holds no stream: a browser has six connections to a host, and a seventh page would hang.
  function connect() {
    if (source || document.visibilityState === "hidden") return;
    source = new EventSource("/__sitegen__/events?since=" + build);
    source.addEventListener("message", (event) => receive(JSON.parse(event.data)));
    source.addEventListener("error", () => {
      if (source?.readyState !== EventSource.CLOSED) return; // the browser tries again by itself
      disconnect();
      setTimeout(connect, RETRY_MS);
    });
  }

  function disconnect() {
    source?.close();
    source = null;
  }

  addEventListener("pagehide", disconnect);
  addEventListener("pageshow", connect);
  document.addEventListener("visibilitychange", () => (document.visibilityState === "hidden" ? disconnect() : connect()));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && overlay) close();
  });
  restoreScroll();
  connect();
})();
