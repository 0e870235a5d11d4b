// Puts "Copy link" beside each permalink, where the browser lets a page copy. Without a script the permalink is a link.
(() => {
  if (!navigator.clipboard) return;
  const said = document.currentScript.dataset;
  const status = document.createElement("p");
  status.className = "unseen";
  status.setAttribute("role", "status");
  document.getElementById("main").append(status);
  for (const link of document.querySelectorAll(".permalink a")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = said.copy;
    button.setAttribute("aria-label", link.textContent.replace(said.permalink, said.copy));
    link.after(" ", button);
  }
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("button.copy");
    if (!button) return;
    let told = said.copied;
    try {
      await navigator.clipboard.writeText(button.parentElement.querySelector("a").href);
    } catch {
      told = said.failed;
    }
    status.textContent = "";
    setTimeout(() => { status.textContent = told; }, 50); // said again where it was said before
    button.textContent = told;
    setTimeout(() => { button.textContent = said.copy; }, 2000);
  });
})();
