// What lines come to, to the last 分 as zhuixiao/sales/totals.py counts it: whole numbers (BigInt) only.
// Quantity in thousandths, price in hundredths of a minor unit, discount and tax in basis points, rate in millionths.

const WHOLE = 10_000n;
const MILLION = 1_000_000n;

/** The quotient of whole numbers, a half away from zero. */
export function halfUp(numerator, denominator) {
  const sign = numerator < 0n ? -1n : 1n;
  return sign * ((2n * numerator * sign + denominator) / (2n * denominator));
}

/** Quantity times price less the line's own discount, in minor units. */
export function lineAmount({ quantity, price, discount = 0n }) {
  return halfUp(quantity * price * (WHOLE - discount), 1000n * 100n * WHOLE);
}

/** How much of an amount with tax is tax. */
export const taxIn = (amount, tax) => halfUp(amount * tax, WHOLE + tax);

/** An amount in the company's currency. */
export const inBase = (amount, rate) => halfUp(amount * rate, MILLION);

/** What a quantity costs at a cost per unit in minor units. */
export const costOf = (quantity, cost) => halfUp(quantity * cost, 1000n);

/** Basis points that a part is of a whole; null of nothing. */
export const shareOf = (part, whole) => (whole ? halfUp(part * WHOLE, whole) : null);

/** Whole parts of a total in proportion; the largest remainders get what the division leaves. */
export function spread(total, weights) {
  let all = weights.reduce((sum, one) => sum + one, 0n);
  let shares = weights;
  if (all === 0n) {
    shares = weights.map(() => 1n);
    all = BigInt(weights.length);
  }
  if (!shares.length) return [];
  const parts = shares.map((one) => (total * one) / all);
  const rest = Number(total - parts.reduce((sum, one) => sum + one, 0n));
  const remainder = (index) => (total * shares[index]) % all;
  const order = shares.map((_one, index) => index).sort((a, b) => {
    const [left, right] = [remainder(a), remainder(b)];
    return left === right ? a - b : left > right ? -1 : 1;
  });
  for (const index of order.slice(0, rest)) parts[index] += 1n;
  return parts;
}

/** What each line comes to once `discount` is taken off the whole; null where it is larger than that. */
export function sums(lines, { discount = 0n, rate = MILLION } = {}) {
  const before = lines.map(lineAmount);
  const whole = before.reduce((sum, one) => sum + one, 0n);
  if (discount < 0n || discount > whole) return null;
  const shares = spread(discount, before);
  const amounts = before.map((amount, index) => amount - shares[index]);
  const bases = spread(inBase(whole - discount, rate), amounts);
  return lines.map((line, index) => ({
    amount: amounts[index],
    tax: taxIn(amounts[index], line.tax ?? 0n),
    base: bases[index],
  }));
}

/** A typed decimal number as whole smallest parts; null for what is none or too fine. */
export function wholeParts(text, scale) {
  const found = /^\s*(\d*)(?:\.(\d*))?\s*$/.exec(text.replace(/[,，]/g, ""));
  if (!found || !(found[1] || found[2])) return null;
  const fine = (found[2] ?? "").replace(/0+$/, "");
  if (fine.length > scale) return null;
  return BigInt((found[1] || "0") + fine.padEnd(scale, "0"));
}

/** Minor units as people write them. */
export function money(minor) {
  const digits = (minor < 0n ? -minor : minor).toString().padStart(3, "0");
  const grouped = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ",");
  return `${minor < 0n ? "-" : ""}${grouped}.${digits.slice(-2)}`;
}
