package dev.holdfast.shared;

/**
 * A "no" that the domain gives on purpose: data, sealed per context, turned into an answer in one
 * place. Any other failure is a defect or an outage.
 */
public interface Rejection {}
