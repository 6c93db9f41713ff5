"""The trace viewer: takes spans by OTLP, keeps the latest cases, shows each as a timeline."""
