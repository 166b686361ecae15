// Counts what the chosen pieces of a set cost. Without it the basket says the sum; nothing is lost.
const form = document.querySelector("form[data-own-set]");

if (form) {
  const numbers = [...form.querySelectorAll("input[data-price]")];
  const sum = form.querySelector("[data-own-set-sum]");
  const money = new Intl.NumberFormat(document.documentElement.lang, {
    style: "currency",
    currency: "PLN",
    currencyDisplay: "narrowSymbol",
    useGrouping: true,
  });
  // In grosze, because a computer adds fractions up wrong.
  const grosze = (text) => Math.round(Number(text) * 100);

  const update = () => {
    let pieces = 0;
    let total = grosze(form.dataset.base);
    for (const input of numbers) {
      const count = Math.max(0, Math.trunc(Number(input.value) || 0));
      pieces += count;
      total += count * grosze(input.dataset.price);
    }
    sum.querySelector("[data-own-set-count]").textContent = pieces;
    sum.querySelector("[data-own-set-total]").textContent = money.format(total / 100);
    const fits = pieces >= Number(form.dataset.least) && pieces <= Number(form.dataset.most);
    sum.classList.toggle("own-set__sum--short", !fits);
  };

  sum.hidden = false;
  form.addEventListener("input", update);
  // The browser may fill in the former numbers after "back".
  addEventListener("pageshow", update);
  update();
}

// A keyboard or screen reader user lands on what went wrong.
document.querySelector("#basket-add #error-summary")?.focus();
