"""How a case moves: states, who moves it, its clocks, and what a matter's definition may say."""
