// Forms marked data-auto-submit send themselves when a choice changes; their button is for those without a script.
for (const form of document.querySelectorAll("form[data-auto-submit]")) {
  for (const button of form.querySelectorAll("[data-auto-submit-button]")) button.hidden = true;
  form.addEventListener("change", (event) => {
    if (event.target.matches("select, input[type=checkbox], input[type=radio]")) form.requestSubmit();
  });
}
