/** Thrown if one of the program's own files doesn't match the build. */
export class BrokenInstallation extends Error {}
