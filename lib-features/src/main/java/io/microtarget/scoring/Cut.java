package io.microtarget.scoring;

import io.microtarget.feature.OccasionSettings.Window;
import io.microtarget.scoring.Contacts.Contact;
import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where the training part ends and the test part begins.
 *
 * <p>A contact trains if it was closed before the cut and tests if it began at the cut or later;
 * one across the cut does neither. Contacts are closed by the day, at the end of their window;
 * where the answer is given in the contact itself, each is closed as soon as it was made, so the
 * cut may fall between two contacts of one day.
 *
 * @param day the day of the cut
 * @param at microseconds since 1970 of the cut, where contacts of one day are told apart
 */
record Cut(LocalDate day, OptionalLong at) {

  /** The cut of the settings; none if they ask for no backtest, or if there are no contacts. */
  static Optional<Cut> of(ModelSettings settings, Contacts known) {
    if (settings.backtestFrom().isPresent()) {
      return settings.backtestFrom().map(day -> new Cut(day, OptionalLong.empty()));
    }
    if (settings.backtestShare().isEmpty() || known.size() == 0) {
      return Optional.empty();
    }
    double before = known.size() * (1 - settings.backtestShare().get());
    // Rounded, since 1 - 0.2 has no exact binary form.
    int position = (int) Math.floor(Math.round(before * 1e6) / 1e6);
    var first = known.rows().get(Math.min(position, known.size() - 1));
    return Optional.of(
        new Cut(
            first.moment(),
            settings.window() == Window.CONTACT
                ? OptionalLong.of(first.at())
                : OptionalLong.empty()));
  }

  boolean isTraining(Contact contact) {
    return at.isPresent() ? contact.at() < at.getAsLong() : contact.endsOn().isBefore(day);
  }

  boolean isTest(Contact contact) {
    return at.isPresent() ? contact.at() >= at.getAsLong() : !contact.moment().isBefore(day);
  }
}
