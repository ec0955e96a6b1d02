import type { TextFile } from "../../../source/text-file.js";
import type { HclExpression } from "../source/hcl-expression.js";
import { parseExpression, parseTemplateFile } from "../source/parse-expression.js";
import type { WrittenText } from "./written-text.js";

/** The expressions of a plan's sources, each read once however many instances it has; null for what is not read. */
export class ParsedSources {
  private readonly known = new Map<string, HclExpression | null>();

  /** @param file that the text is of; null for a text that is in none */
  expression({ text, range }: WrittenText, file: TextFile | null): HclExpression | null {
    const parse = (): HclExpression | null => parseExpression(text, range);
    return file === null ? parse() : this.once(`${range.start} ${file.path}`, parse);
  }

  template(file: TextFile): HclExpression | null {
    return this.once(file.path, () => parseTemplateFile(file.text));
  }

  private once(key: string, parse: () => HclExpression | null): HclExpression | null {
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const found = parse();
    this.known.set(key, found);
    return found;
  }
}
