/** Folders and files that hold credentials by their names, wherever they stand. */
const WITHHELD_FOLDERS: ReadonlySet<string> = new Set([
  ".git",
  ".aws",
  ".azure",
  ".config",
  ".docker",
  ".gnupg",
  ".kube",
  ".ssh",
]);
const WITHHELD_FILES =
  /^(?:\.env(?:\..*)?|\.(?:npmrc|yarnrc(?:\.yml)?|netrc|pypirc|dockercfg|git-credentials|gitconfig|pgpass|htpasswd|terraformrc|vault-token)|gha-creds-.*\.json|credentials(?:\..*)?|id_(?:rsa|dsa|ecdsa|ed25519).*|.*\.(?:pem|key|p12|pfx|jks))$/i;

/**
 * Whether a path, relative to where reading is allowed, leads to where tools keep credentials: actions/checkout writes its token into
 * `.git/config`, google-github-actions/auth a key into `gha-creds-*.json`.
 */
export function isWithheld(path: string): boolean {
  const names = path.split(/[/\\]/);
  // File systems of Windows and macOS take `.GIT` for `.git`.
  if (names.some((name) => WITHHELD_FOLDERS.has(name.toLowerCase()))) return true;
  return WITHHELD_FILES.test(names.at(-1) ?? "");
}
