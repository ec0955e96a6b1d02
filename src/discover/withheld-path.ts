/** Folders and files, at any path, whose names suggest that they contain credentials. */
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
 * Whether a path, relative to a folder that may be read, is a place where tools keep credentials: actions/checkout writes its token to
 * `.git/config`, and google-github-actions/auth writes a key to `gha-creds-*.json`.
 */
export function isWithheld(path: string): boolean {
  const names = path.split(/[/\\]/);
  // The file systems of Windows and macOS treat `.GIT` as `.git`.
  if (names.some((name) => WITHHELD_FOLDERS.has(name.toLowerCase()))) return true;
  return WITHHELD_FILES.test(names.at(-1) ?? "");
}
