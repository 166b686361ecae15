// Copies a link; the button appears only where copying is possible.
for (const button of document.querySelectorAll("button[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(new URL(button.dataset.copy, location.href).href);
    const status = button.closest(".share")?.querySelector("[role=status]");
    if (status) status.textContent = button.dataset.done;
  });
}
