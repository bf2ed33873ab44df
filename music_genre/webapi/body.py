"""What every JSON body that the services answer or check is made of."""

from pydantic import BaseModel, ConfigDict


class Body(BaseModel):
    """A body; JSON knows neither NaN nor infinities, and nobody changes what was said."""

    model_config = ConfigDict(frozen=True, allow_inf_nan=False)
