package io.microtarget.source;

import java.util.List;
import java.util.Optional;

/**
 * What the values of one typed column must be, and what the column may be used for. A kind has one
 * for each of its columns; {@code contract} of a source in the settings adds to it.
 *
 * @param required never null
 * @param values the only ones allowed; empty: any
 * @param least smallest number allowed
 * @param most greatest number allowed
 * @param pattern regular expression that the whole text fulfils
 * @param personalData what the column tells about a person
 * @param purposes what for it may be used, of {@link Basis#PURPOSES}; empty: as the basis of the
 *     source says
 * @param retentionDays days after which it is to be removed; empty: as the kind says
 */
public record ColumnContract(
    Optional<Boolean> required,
    List<String> values,
    Optional<Double> least,
    Optional<Double> most,
    Optional<String> pattern,
    Optional<PersonalData> personalData,
    List<String> purposes,
    Optional<Integer> retentionDays) {
  public ColumnContract {
    values = List.copyOf(values);
    purposes = List.copyOf(purposes);
  }
}
