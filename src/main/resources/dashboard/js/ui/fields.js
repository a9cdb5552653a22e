/** The fields of a schema, one a row. */

const MOST_FIELDS = 400;
const MOST_DEPTH = 8;

/** @typedef {{path: string, type: string, required: boolean, meaning: string, sensitive: boolean}} Field */

/** @param {any} schema @returns {Field[]} */
export function fields(schema) {
  /** @type {Field[]} */
  const out = [];
  collect(schema, schema, '', 0, out);
  return out;
}

/** @param {any} root @param {any} schema @param {string} path @param {number} depth @param {Field[]} out */
function collect(root, schema, path, depth, out) {
  const resolved = resolve(root, schema);
  if (!resolved || depth > MOST_DEPTH || out.length > MOST_FIELDS) return;
  for (const [name, inner] of Object.entries(resolved.properties ?? {})) {
    const field = resolve(root, inner) ?? {};
    const at = path ? `${path}.${name}` : name;
    out.push({path: at, type: typeOf(field), required: (resolved.required ?? []).includes(name), meaning: field.description ?? field.title ?? '', sensitive: [field, inner].some((one) => /** @type {any} */ (one)?.['x-sensitive'] === true)});
    collect(root, field, at, depth + 1, out);
    if (field.items && !Array.isArray(field.items)) collect(root, field.items, `${at}[]`, depth + 1, out);
  }
  for (const part of resolved.allOf ?? []) collect(root, part, path, depth + 1, out);
}

/** A reference within the schema. @param {any} root @param {any} schema */
function resolve(root, schema) {
  if (typeof schema?.$ref !== 'string' || !schema.$ref.startsWith('#')) return schema;
  return schema.$ref.slice(1).split('/').filter(Boolean)
    .reduce((/** @type {any} */ at, /** @type {string} */ step) => at?.[decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~')], root);
}

/** @param {any} field */
function typeOf(field) {
  if ('const' in field) return `always ${JSON.stringify(field.const)}`;
  if (field.enum) return `one of ${field.enum.map((/** @type {unknown} */ v) => JSON.stringify(v)).join(', ')}`;
  const type = [field.type ?? (field.properties ? 'object' : field.anyOf || field.oneOf ? 'one of several' : 'any')].flat().join(' or ');
  return field.format ? `${type} (${field.format})` : type;
}
