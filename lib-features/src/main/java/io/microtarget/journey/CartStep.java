package io.microtarget.journey;

/** What a touchpoint does to a cart, in the order in which steps of one moment count. */
enum CartStep {
  NONE,
  ADD,
  REMOVE,
  ORDER
}
