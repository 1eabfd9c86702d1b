package dev.holdfast.load;

/** One measurement, from start to verdict. */
interface Program {
  void run(Report report) throws Exception;
}
