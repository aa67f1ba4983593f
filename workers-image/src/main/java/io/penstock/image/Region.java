package io.penstock.image;

/** A rectangle of a picture, in pixels and their fractions. */
record Region(double x, double y, double width, double height) {}
