// Puts "Copy link" beside each permalink, where the browser lets a page copy. Without a script the permalink is a link.
(() => {
  if (!navigator.clipboard) return;
  const status = document.createElement("p");
  status.className = "unseen";
  status.setAttribute("role", "status");
  document.getElementById("main").append(status);
  for (const link of document.querySelectorAll(".permalink a")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "Copy link";
    button.setAttribute("aria-label", link.textContent.replace("Permalink", "Copy link"));
    link.after(" ", button);
  }
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("button.copy");
    if (!button) return;
    let said = "Link copied";
    try {
      await navigator.clipboard.writeText(button.parentElement.querySelector("a").href);
    } catch {
      said = "The link could not be copied";
    }
    status.textContent = "";
    setTimeout(() => { status.textContent = said; }, 50); // said again where it was said before
    button.textContent = said;
    setTimeout(() => { button.textContent = "Copy link"; }, 2000);
  });
})();
