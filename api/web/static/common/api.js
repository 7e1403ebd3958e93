/** Requests to the service that served the page. */

export const ROOT = document.documentElement.dataset["root"] ?? "";

/** What the service said in refusing: its own sentence, for people. */
export class Refusal extends Error {
  /** @param {string} message @param {number} status */
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

/** @typedef {Record<string, string | number | boolean | null | undefined | string[]>} Query */

/**
 * Write an address of the service; parameters without a value are left out, lists are repeated.
 * @param {string} path
 * @param {Query} [parameters]
 */
export function address(path, parameters = {}) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== null && one !== undefined && one !== "") {
        query.append(name, String(one));
      }
    }
  }
  const text = query.toString();
  return ROOT + path + (text ? `?${text}` : "");
}

/**
 * Get JSON.
 * @template T
 * @param {string} path
 * @param {Query} [parameters]
 * @param {RequestInit} [options]
 * @returns {Promise<T>}
 * @throws {Refusal} with the sentence of the problem that the service tells
 */
export async function get(path, parameters = {}, options = {}) {
  return read(await fetch(address(path, parameters), { headers: { Accept: "application/json" }, ...options }));
}

/**
 * Send JSON and get JSON back.
 * @template T
 * @param {string} path
 * @param {unknown} body
 * @param {RequestInit} [options]
 * @returns {Promise<T>}
 * @throws {Refusal} with the sentence of the problem that the service tells
 */
export async function post(path, body, options = {}) {
  const headers = { Accept: "application/json", "Content-Type": "application/json" };
  return read(await fetch(address(path), { method: "POST", headers, body: JSON.stringify(body), ...options }));
}

/**
 * @template T
 * @param {Response} answer
 * @returns {Promise<T>}
 */
async function read(answer) {
  if (!answer.ok) {
    const problem = await answer.json().catch(() => ({}));
    throw new Refusal(problem.detail ?? `${answer.status} ${answer.statusText}`, answer.status);
  }
  return answer.json();
}
