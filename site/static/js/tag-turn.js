// The back of the tag swings open once when it comes into sight, and again under the pointer.
// Nothing is hidden before or after: the turn is only for those who allow motion.
if (matchMedia("(prefers-reduced-motion: no-preference)").matches) {
  const turn = (pair) => {
    pair.classList.remove("is-turning");
    requestAnimationFrame(() => pair.classList.add("is-turning"));
  };
  const watcher = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) {
        if (!entry.isIntersecting) continue;
        turn(entry.target);
        watcher.unobserve(entry.target);
      }
    },
    { threshold: 0.6 },
  );
  for (const pair of document.querySelectorAll(".tag-pair")) {
    watcher.observe(pair);
    pair.addEventListener("animationend", () => pair.classList.remove("is-turning"));
    pair.addEventListener("mouseenter", () => turn(pair));
  }
}
