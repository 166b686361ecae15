// Keeps the sum in step with the chosen delivery and shows what it asks for: an address, a parcel locker, or nothing. The
// server has made all sums and words; without this script the button „Przelicz” does the same.
const form = document.querySelector("#checkout");
const data = document.querySelector("#checkout-sums");

if (form && data) {
  const sums = JSON.parse(data.textContent);
  const totals = document.querySelector("#checkout-totals");
  const [delivery, total] = [...totals.querySelectorAll("dd")].slice(-2);
  const label = [...totals.querySelectorAll("dt")].at(-1);
  const cards = [...document.querySelectorAll("#checkout-cards dd")];
  const onPickup = form.querySelector('input[name="payment"][value="on-pickup"]');

  const update = () => {
    const chosen = form.querySelector('input[name="delivery"]:checked');
    const sum = chosen && sums[chosen.value];
    if (sum) {
      form.elements.expected_total.value = sum.expected;
      delivery.textContent = sum.delivery;
      total.textContent = sum.total;
      label.textContent = totals.dataset.label;
      cards.forEach((cell, place) => (cell.textContent = sum.after[place] ?? cell.textContent));
      document.querySelector("#sum-total").textContent = sum.due;
      document.querySelector("#sum-without")?.remove();
    }
    document.querySelector("#checkout-address").hidden = sum?.kind !== "courier";
    document.querySelector("#checkout-locker").hidden = sum?.kind !== "locker";
    if (onPickup) {
      onPickup.disabled = Boolean(sum && sum.kind !== "pickup");
      if (onPickup.disabled) onPickup.checked = false;
    }
  };

  form.querySelector(".checkout__recalculate").hidden = true;
  form.addEventListener("change", (event) => event.target.name === "delivery" && update());
  // The browser may fill in the former choice after "back".
  addEventListener("pageshow", update);
  update();

  // Where the list of parcel lockers does not come by itself, the whole page brings it.
  const showLockers = form.querySelector("button[name=lockers]");
  for (const trouble of ["htmx:responseError", "htmx:sendError"]) {
    form.addEventListener(trouble, () => form.requestSubmit(showLockers));
  }

  form.addEventListener("submit", (event) => {
    // One click is enough; the key in the form makes a second one harmless anyway.
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "1";
    setTimeout(() => delete form.dataset.sent, 8000);
  });
}

// A keyboard or screen reader user lands on what went wrong.
(document.querySelector("#error-summary") ?? document.querySelector("#checkout-notice [tabindex], #checkout-notice"))?.focus();
