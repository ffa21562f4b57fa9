package io.microtarget.feature;

import io.microtarget.identity.IdentityTables;
import io.microtarget.source.SourceTables;
import io.microtarget.table.Clocks;
import io.microtarget.table.Stage;
import io.microtarget.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Point-in-time features of today's subjects and of every occasion a model learns from or scores.
 *
 * <p>A feature sees only rows strictly before its moment; a window of {@code w} days is {@code
 * moment - w <= event_date < moment}. The moment of a subject and of a candidate is {@code as_of},
 * that of a past contact its own day. Rows without a date are always known and in every window.
 */
public final class Features {
  private Features() {}

  /**
   * Makes {@link FeatureTables#OCCASION} and {@link FeatureTables#FEATURE_LIST}.
   *
   * @param models name of a model to what it learns from
   * @param offersWhere name of an offer to the condition over a campaign that makes it
   * @param subjectType person, household or account
   * @param available what the sources of the business give
   * @throws io.microtarget.table.SettingsError all problems of the declarations, each with its key
   */
  public static Stage stage(
      FeatureSettings settings,
      Map<String, OccasionSettings> models,
      Map<String, String> offersWhere,
      String subjectType,
      Available available,
      Clocks clocks) {
    var declared = Declared.of(settings, available);
    Occasions.check(offersWhere);
    var momentsFrom =
        models.isEmpty()
            ? List.of(IdentityTables.SUBJECT)
            : List.of(IdentityTables.SUBJECT, SourceTables.CONTACT);
    return new Stage(
        "features",
        List.of(FeatureTables.OCCASION, FeatureTables.FEATURE_LIST),
        reads(declared, models),
        inputs -> {
          var asked = new Events(inputs, declared, subjectType, clocks, momentsFrom);
          var whole =
              declared.tops().isEmpty()
                  ? declared
                  : Declared.of(settings, available, Tops.of(asked, declared));
          var events = new Events(inputs, whole, subjectType, clocks, momentsFrom);
          return new Assembly(whole, events, new Occasions(events, models, offersWhere)).tables();
        });
  }

  private static List<Table> reads(Declared declared, Map<String, OccasionSettings> models) {
    var names = new TreeSet<String>();
    var tables = new ArrayList<Table>();
    declared.tables().forEach(t -> names.add(t.name()));
    if (!models.isEmpty()) {
      names.add(SourceTables.CONTACT.name());
      names.add(SourceTables.RESPONSE.name());
      names.add(SourceTables.CAMPAIGN.name());
      names.add(SourceTables.OFFER.name());
    }
    if (!declared.ofScope(Scope.AREA).isEmpty()) {
      names.add(SourceTables.PARTY.name());
    }
    names.forEach(name -> tables.add(Columns.table(name)));
    if (!declared.ofScope(Scope.HOUSEHOLD).isEmpty()) {
      tables.add(IdentityTables.MEMBERSHIP);
    }
    tables.add(IdentityTables.SUBJECT);
    tables.add(IdentityTables.LINK);
    return tables;
  }
}
