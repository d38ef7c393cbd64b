/** Small process models from the literature, for the tests of this module. */
@org.jspecify.annotations.NullMarked
package io.biopilot.mpc.models;
