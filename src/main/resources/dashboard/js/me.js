/** Who looks at this page, as the gateway says, and what they may do. The gateway decides; the page only does not offer what it would refuse. */

/** @typedef {{kind: string, name: string, roles: string[], tenants: string[], until?: string, signIn?: string}} Me */

/** What each role is for, in the order in which they are told. */
export const ROLES = new Map([
  ['viewer', 'reads what is kept; sensitive values are for auditors'],
  ['operator', 'sends quarantined events again and triggers jobs; a viewer, too'],
  ['auditor', 'reads everything, with nothing masked, and the original bytes; a viewer, too'],
  ['publisher', 'sends events'],
  ['administrator', 'makes and revokes keys, sees the configuration; an operator and a publisher, too'],
]);

const EVERY_TENANT = '*';
/** @type {Me} */
const NOBODY = {kind: '', name: '', roles: [], tenants: []};

let me = NOBODY;

/** @param {Me} found */
export function remember(found) {
  me = found;
}

/** From now on nobody is known to look. */
export function forget() {
  me = NOBODY;
}

export const who = () => me;

/** @param {string} role */
export const may = (role) => me.roles.includes(role);

/** Whether the gateway asks nobody who they are. */
export const isOpen = () => me.kind === 'open';

/** The tenants whose events one may see; undefined: all. @returns {string[] | undefined} */
export const ownTenants = () => (me.tenants.includes(EVERY_TENANT) ? undefined : me.tenants);

/** Why something is not offered. @param {string} role @param {string} what it would do */
export const lacks = (role, what) => `${what}: this needs the role ${role}, and you have ${me.roles.join(', ') || 'none'}.`;
