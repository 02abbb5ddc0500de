"""What a brand could measure: touchpoints, sensors, records, dashboards, attribution, field tests."""
