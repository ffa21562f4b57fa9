package io.microtarget.jobs.town;

/**
 * An address and where it lies.
 *
 * @param postcode five digits below 01000, which the German post gives to no place
 * @param latitude degrees; the town lies in the open North Sea
 */
record Place(String street, String postcode, double latitude, double longitude) {}
