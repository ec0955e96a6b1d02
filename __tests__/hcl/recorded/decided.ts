/** What is left unresolved by decision, with the reason. */
export const DECIDED: ReadonlyMap<string, string> = reasons({
  "It depends on the machine or on the file system around it.": [
    "path.module",
    "terraform.workspace",
    'fileexists("no/such/file.json")',
    'can(file("no/such/file.json"))',
    'try(file("no/such/file.json"), "none")',
    'try(templatefile("no/such/file.tpl", {}), "none")',
    'try(file("nope"), "no")',
    'can(filebase64("no/such/file"))',
    'can(fileset(".", "*.nothing"))',
  ],
  "JavaScript's engine may try a thousand million ways.": ['regex("(a?){30}a{30}", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")'],
  "Its bytes depend on the compressor.": ['base64gzip("")'],
  "A failure that a provider's function ends in is the provider's to tell.": [
    'try(provider::terraform::decode_tfvars("a = "), "no")',
  ],
});

function reasons(table: Readonly<Record<string, readonly string[]>>): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(table).flatMap(([reason, expressions]) =>
      expressions.map((expression) => [expression, reason] as const),
    ),
  );
}
