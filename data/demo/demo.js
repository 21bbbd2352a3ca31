// What simcord's page lacks for a visitor of the demo.
if (!location.hash) history.replaceState(null, "", "#news"); // the fragment names the channel

document.addEventListener("DOMContentLoaded", () => {
  const rooms = [...document.querySelectorAll("#rooms a")];
  const here = rooms.find((link) => link.getAttribute("href") === location.hash);
  if (here) {
    here.setAttribute("aria-current", "page");
    document.title = `${here.className === "person" ? "@" : "#"}${here.textContent} · Callsheet demo`;
    if (here.nextElementSibling?.className === "thread") {
      document.getElementById("channel-empty").textContent = "In this forum every story opens a post of its own: pick one from the list.";
    }
  }

  // The newest message stays in view, until the visitor scrolls up.
  const timeline = document.getElementById("channel-timeline");
  const messages = document.getElementById("channel-message-list");
  let follow = true;
  const below = () => timeline.scrollHeight - timeline.scrollTop - timeline.clientHeight;
  const keepUp = () => requestAnimationFrame(() => { if (follow) timeline.scrollTop = timeline.scrollHeight; });
  const scrolled = () => requestAnimationFrame(() => { follow = below() < 60; });
  const again = () => { follow = true; keepUp(); };
  for (const kind of ["wheel", "touchmove", "keyup", "pointerup"]) timeline.addEventListener(kind, scrolled, { passive: true });
  const sizes = new ResizeObserver(keepUp);
  sizes.observe(timeline);
  sizes.observe(messages);
  document.getElementById("new-messages").addEventListener("click", again);
  const composer = document.getElementById("channel-composer");
  composer.addEventListener("submit", again, true);

  // Enter runs a command as it stands, as on Discord; simcord takes it for a choice of the first optional option.
  let browsing = false;
  composer.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      again();
      if (event.target.matches(".command-chip") && !browsing) {
        event.preventDefault();
        event.stopImmediatePropagation();
        composer.requestSubmit();
      }
    }
    browsing = event.key === "ArrowDown" || event.key === "ArrowUp";
  }, true);

  // Choosing an option's value leaves the keyboard nowhere; Enter is still meant for the command.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target !== document.body || !composer.querySelector(".command-chip")) return;
    again();
    composer.requestSubmit();
  });

  // Discord shows the address of a message as a chip that leads there.
  const byId = new Map(rooms.map((link) => [link.dataset.id, link]));
  const chips = () => {
    for (const link of messages.querySelectorAll('a[href^="https://discord.com/channels/"]')) {
      const [, , , channel, message] = new URL(link.href).pathname.split("/");
      const room = byId.get(message) || byId.get(channel);
      if (!room) continue;
      link.className = "post-link";
      link.textContent = `#\u2009${room.textContent} › post`;
      link.href = room.getAttribute("href");
      link.removeAttribute("target");
    }
  };
  new MutationObserver(chips).observe(messages, { childList: true, subtree: true });
});
