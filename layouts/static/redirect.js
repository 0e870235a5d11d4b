// Carries the fragment of an old address to the new one: /old/#t1930 leads to /new/#t1930. Where no script runs, the page's
// refresh leads to the new address all the same, without the fragment.
{
  const to = new URL(document.currentScript.dataset.to, location.href);
  if (location.hash) to.hash = location.hash;
  window.stop(); // the refresh is further down: it must not overtake this where the host is slow
  location.replace(to);
}
