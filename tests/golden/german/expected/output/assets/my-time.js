// Puts a button below the head that shows the reader's own clock beside each printed one, which stays. It remembers nothing.
// Where both are the same, and without a script, there is no button.
(() => {
  const { show, hide } = document.currentScript.dataset;
  const lang = document.documentElement.lang;
  const head = document.querySelector(".head");
  const printed = [...document.querySelectorAll(".update > :first-child > a time[datetime]")];
  const offset = (text) => {
    const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)$/.exec(text) || [0, "+", 0, 0];
    return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  };
  const isSame = (time) => offset(time.dateTime) === -new Date(time.dateTime).getTimezoneOffset();
  if (!head || printed.every(isSame)) return;

  const clock = { hour: "numeric", minute: "2-digit", timeZoneName: "short" };
  const own = (time) => {
    const moment = new Date(time.dateTime);
    const here = new Date(moment - moment.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
    const day = here === time.dateTime.slice(0, 10) ? {} : { day: "numeric", month: "short" };
    return moment.toLocaleString(lang, { ...clock, ...day });
  };
  const button = document.createElement("button");
  button.type = "button";
  button.className = "switch";
  button.textContent = show;
  const line = document.createElement("p");
  line.className = "facts";
  line.append(button);
  head.append(line);

  button.addEventListener("click", () => {
    const shown = document.querySelectorAll(".my-time");
    for (const one of shown) one.remove();
    for (const time of shown.length ? [] : printed) {
      const beside = document.createElement("span");
      beside.className = "my-time";
      beside.textContent = own(time);
      time.closest(".update > :first-child").querySelector(".where").append(" ", beside);
    }
    button.textContent = shown.length ? show : hide;
  });
})();
