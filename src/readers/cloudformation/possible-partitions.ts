import { PARTITIONS, regionsOf, urlSuffix } from "../../iam/regions.js";
import { oncePer } from "../../source/once-per.js";
import type { Facts } from "./parameter-facts.js";
import { ANY_VALUE, holds } from "./value-set.js";

/** The pseudo parameters that determine a stack's partition. */
export const PARTITION_PARAMETERS: readonly string[] = ["AWS::Partition", "AWS::URLSuffix", "AWS::Region"];

/** The partitions that are possible given the facts about the partition, its URL suffix, and the region. */
export const partitionsLeft = oncePer((facts: Facts): readonly string[] => {
  const mayBe = (name: string, value: string) => holds(facts.get(name) ?? ANY_VALUE, value);
  return PARTITION_PARAMETERS.some((name) => facts.has(name))
    ? PARTITIONS.filter(
        (partition) =>
          mayBe("AWS::Partition", partition) &&
          mayBe("AWS::URLSuffix", urlSuffix(partition)) &&
          regionsOf(partition).some((region) => mayBe("AWS::Region", region)),
      )
    : PARTITIONS;
});
