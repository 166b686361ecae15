// Print buttons appear only with a script; folded parts open for the printer.
for (const button of document.querySelectorAll("button[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

addEventListener("beforeprint", () => {
  for (const fold of document.querySelectorAll("details.fold:not([open])")) {
    fold.open = true;
    fold.dataset.openedForPrint = "";
  }
});

addEventListener("afterprint", () => {
  for (const fold of document.querySelectorAll("details[data-opened-for-print]")) {
    fold.open = false;
    delete fold.dataset.openedForPrint;
  }
});
