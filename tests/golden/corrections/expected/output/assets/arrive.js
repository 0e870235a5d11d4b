// A long page lays its updates out as they come near, and those above may turn out longer than they were taken for. Whoever
// follows a permalink is led to it until it stands still, or until the reader scrolls. Without a script browsers do so mostly.
(() => {
  let left = 0;
  const look = () => {
    const target = left > 0 && document.getElementById(location.hash.slice(1));
    if (!target) return;
    const { top } = target.getBoundingClientRect();
    if (top < -1 || top > innerHeight / 2) target.scrollIntoView();
    left -= 1;
    setTimeout(look, 100);
  };
  const arrive = () => {
    left = 20;
    look();
  };
  for (const moved of ["wheel", "touchmove", "keydown"]) addEventListener(moved, () => { left = 0; }, { passive: true });
  addEventListener("load", arrive);
  addEventListener("hashchange", arrive);
})();
