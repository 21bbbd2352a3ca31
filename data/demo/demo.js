// What simcord's page lacks for a visitor: a channel to begin with, the current channel marked, the newest story in view.
if (!location.hash) history.replaceState(null, "", "#news");
document.addEventListener("DOMContentLoaded", () => {
  const here = [...document.querySelectorAll("#rooms a")].find((link) => link.getAttribute("href") === location.hash);
  if (here) {
    here.setAttribute("aria-current", "page");
    document.title = `#${here.textContent} · Callsheet demo`;
  }
  const timeline = document.getElementById("channel-timeline");
  let follow = true; // until the visitor scrolls up
  const below = () => timeline.scrollHeight - timeline.scrollTop - timeline.clientHeight;
  const keepUp = () => requestAnimationFrame(() => { if (follow) timeline.scrollTop = timeline.scrollHeight; });
  const scrolled = () => requestAnimationFrame(() => { follow = below() < 60; });
  const again = () => { follow = true; keepUp(); };
  for (const kind of ["wheel", "touchmove", "keyup", "pointerup"]) timeline.addEventListener(kind, scrolled, { passive: true });
  const sizes = new ResizeObserver(keepUp);
  sizes.observe(timeline);
  sizes.observe(document.getElementById("channel-message-list"));
  document.getElementById("new-messages").addEventListener("click", again);
  const composer = document.getElementById("channel-composer");
  composer.addEventListener("submit", again, true);
  composer.addEventListener("keydown", (event) => { if (event.key === "Enter") again(); }, true);
});
