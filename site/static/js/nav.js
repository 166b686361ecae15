// The menu opens without a script (native popover). Here: close it when the screen grows wide, and mark that scripts run.
document.documentElement.classList.add("has-js");

const wide = matchMedia("(min-width: 60rem)");

wide.addEventListener("change", () => {
  if (!wide.matches) return;
  for (const sheet of document.querySelectorAll("#site-menu, #facets")) {
    if (sheet.matches(":popover-open")) sheet.hidePopover();
  }
});

for (const menu of document.querySelectorAll("#site-menu")) {
  menu.addEventListener("toggle", (event) => {
    if (event.newState === "open" && !wide.matches) menu.querySelector("button, a")?.focus();
  });
}
