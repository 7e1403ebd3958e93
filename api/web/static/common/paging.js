/** Lists of the service, page by page. */

import { Refusal, address } from "./api.js";

/**
 * @template T
 * @typedef {{ items: T[], total: number, next: string | null }} Page
 */

/**
 * Get a page of a list.
 * @template T
 * @param {string} path
 * @param {import("./api.js").Query} [parameters]
 * @param {AbortSignal | null} [signal]
 * @returns {Promise<Page<T>>}
 * @throws {Refusal} with the sentence of the problem that the service tells
 */
export async function list(path, parameters = {}, signal = null) {
  return follow(address(path, parameters), signal);
}

/**
 * Get the page at an address, as `next` of the page before gives it.
 * @template T
 * @param {string} url
 * @param {AbortSignal | null} [signal]
 * @returns {Promise<Page<T>>}
 */
export async function follow(url, signal = null) {
  const answer = await fetch(url, { headers: { Accept: "application/json" }, signal });
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok) {
    throw new Refusal(body.detail ?? `${answer.status} ${answer.statusText}`, answer.status);
  }
  return { items: body, total: Number(answer.headers.get("X-Total-Count")), next: following(answer) };
}

/**
 * Get a list up to a number of items, page after page.
 * @template T
 * @param {string} path
 * @param {import("./api.js").Query} parameters
 * @param {number} most
 * @param {AbortSignal | null} [signal]
 * @returns {Promise<Page<T>>}
 */
export async function listed(path, parameters, most, signal = null) {
  /** @type {Page<T>} */
  let page = await list(path, parameters, signal);
  const { items, total } = page;
  while (page.next && items.length < most) {
    page = await follow(page.next, signal);
    items.push(...page.items);
  }
  return { items, total, next: page.next };
}

/** The service names its own address in the link, which a proxy may have changed: only path and query count. @param {Response} answer */
function following(answer) {
  const found = /<([^>]*)>; rel="next"/.exec(answer.headers.get("Link") ?? "");
  if (!found?.[1]) {
    return null;
  }
  const here = new URL(answer.url);
  here.search = new URL(found[1], answer.url).search;
  return here.href;
}
