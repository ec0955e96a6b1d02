import { NO_EXPRESSION } from "../../../hcl/body-fault.js";
import type { HclExpression } from "../../../hcl/expression.js";
import { parseExpression, parseTemplateFile, syntaxFault, templateFault } from "../../../hcl/parse-expression.js";
import type { TextFile } from "../../../source/text-file.js";
import type { FileProblem } from "../../reader.js";
import { hclProblem, templateProblem } from "../source/source-problems.js";
import type { WrittenText } from "./written-text.js";

/** Parses each expression in a plan's sources once, even if it has many instances. Null stands for an expression that can't be parsed. */
export class ParsedSources {
  constructor(private readonly report: (problem: FileProblem) => void) {}

  private readonly known = new Map<string, HclExpression | null>();

  /**
   * Parses an expression. Returns null if it can't be parsed.
   * @param file the file that contains the text; null if there is none
   */
  expression({ text, range }: WrittenText, file: TextFile | null): HclExpression | null {
    if (file === null) return parseExpression(text, range);
    return this.once(`${range.start} ${file.path}`, () => {
      const found = parseExpression(text, range);
      const fault = found === null ? syntaxFault(text, range) : null;
      if (fault !== null) this.report(hclProblem(file, { start: fault, end: fault + 1, message: NO_EXPRESSION }));
      return found;
    });
  }

  template(file: TextFile): HclExpression | null {
    return this.once(file.path, () => {
      const found = parseTemplateFile(file.text);
      const fault = found === null ? templateFault(file.text) : null;
      if (fault !== null) this.report(templateProblem(file, fault));
      return found;
    });
  }

  private once(key: string, parse: () => HclExpression | null): HclExpression | null {
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const found = parse();
    this.known.set(key, found);
    return found;
  }
}
